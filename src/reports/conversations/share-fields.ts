import type { Share } from '../../answering/percent.ts';
import type { builder } from '../../graphql/builder.ts';

type FieldBuilder<Parent> = PothosSchemaTypes.ObjectFieldBuilder<typeof builder.$inferSchemaTypes, Parent>;

/** The fields that every entry of a list ordered by counts has; `whole` says what the percentages are of. */
export function shareFields<Parent extends Share>(t: FieldBuilder<Parent>, counted: string, whole: string) {
  return {
    count: t.int({ description: `${counted} in the current period.`, resolve: ({ count }) => count }),
    previousCount: t.int({
      nullable: true,
      description: `${counted} in the previous period; null without a comparison.`,
      resolve: ({ previousCount }) => previousCount,
    }),
    percent: t.float({
      description: `count in percent of ${whole}; 0 where there are none.`,
      resolve: ({ percent }) => percent,
    }),
    previousPercent: t.float({
      nullable: true,
      description: 'The same in the previous period; null without a comparison.',
      resolve: ({ previousPercent }) => previousPercent,
    }),
    deltaPercent: t.float({
      nullable: true,
      description: 'percent minus previousPercent, in points; null without a comparison.',
      resolve: ({ deltaPercent }) => deltaPercent,
    }),
  };
}
