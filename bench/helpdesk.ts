/** The span of the made-up helpdesk: four years up to the beginning of the last day. */
export const lastDay = '2026-01-01';
export const spanDays = 1461;
