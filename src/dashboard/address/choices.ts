/** The views, by the names that the address has for them. */
export const views = [
  'overview',
  'agents',
  'mailboxes',
  'teams',
  'tags',
  'channels',
  'responses',
  'satisfaction',
  'workload',
  'history',
  'rows',
] as const;
export type View = (typeof views)[number];

/** The periods that can be chosen. `own`: from one date to another. */
export const spans = [
  'last-7-days',
  'last-30-days',
  'last-90-days',
  'this-month',
  'last-month',
  'this-year',
  'last-year',
  'own',
] as const;
export type SpanName = (typeof spans)[number];

/** What a period can be compared with. */
export const comparisons = ['previous-period', 'previous-year', 'own', 'none'] as const;
export type ComparisonName = (typeof comparisons)[number];

/** The lists of a filter that can be set at the top of the page, by the filter's own names in GraphQL. */
export const filterLists = ['mailboxes', 'tags', 'types', 'channels', 'teams', 'assignees'] as const;
export type FilterList = (typeof filterLists)[number];
export type Filter = Readonly<Record<FilterList, readonly string[]>>;
