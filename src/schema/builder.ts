import SchemaBuilder from '@pothos/core';
import DirectivesPlugin from '@pothos/plugin-directives';
import FederationPlugin from '@pothos/plugin-federation';
import ZodPlugin from '@pothos/plugin-zod';
import type { Temporal } from 'temporal-polyfill';
import { badUserInput } from '../errors.ts';
import type { Context } from '../reporting/context.ts';

/** The one builder; it defines no types itself. A field is non-null unless it says otherwise. */
export const builder = new SchemaBuilder<{
  Context: Context;
  DefaultFieldNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Temporal.Instant; Output: Temporal.Instant };
    TimeZone: { Input: string; Output: string };
  };
}>({
  plugins: [ZodPlugin, DirectivesPlugin, FederationPlugin],
  defaultFieldNullability: false,
  zod: {
    validationError: ({ issues: [issue] }) =>
      badUserInput(issue?.path.join('.') ?? '', issue?.message ?? 'The arguments are not valid.'),
  },
});

builder.queryType({ description: 'Reports on the conversations of the account that the token belongs to.' });
