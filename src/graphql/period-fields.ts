import type { Period } from '../period/period.ts';
import type { builder } from './builder.ts';

type FieldBuilder<Parent> = PothosSchemaTypes.ObjectFieldBuilder<typeof builder.$inferSchemaTypes, Parent>;

/** Where the period that figures are of starts and ends. */
export const periodFields = <Figures extends { readonly period: Period }>(t: FieldBuilder<Figures>) => ({
  startDate: t.field({
    type: 'DateTime',
    description: 'Start of the period; inside.',
    resolve: ({ period }) => period.start,
  }),
  endDate: t.field({
    type: 'DateTime',
    description: 'End of the period; outside.',
    resolve: ({ period }) => period.end,
  }),
});
