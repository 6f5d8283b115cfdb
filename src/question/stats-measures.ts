export const statsMeasures = ['created', 'touched', 'repliedCustomers'] as const;

/** What can be counted of the conversations that match a question, in a period. */
export type StatsMeasure = (typeof statsMeasures)[number];
