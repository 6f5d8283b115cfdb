import SchemaBuilder from '@pothos/core';
import DirectivesPlugin from '@pothos/plugin-directives';
import FederationPlugin from '@pothos/plugin-federation';
import ZodPlugin from '@pothos/plugin-zod';
import type { Temporal } from 'temporal-polyfill';
import type { Context } from '../auth/context.ts';
import { badUserInput } from '../errors.ts';

export type Builder = ReturnType<typeof createBuilder>;

/** A builder by the rules of this service; it defines no types itself. A field is non-null unless it says otherwise. */
export function createBuilder() {
  return new SchemaBuilder<{
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
}

/** The one builder of the service's own schema. */
export const builder = createBuilder();

builder.queryType({ description: 'Reports on the conversations of the account that the token belongs to.' });
