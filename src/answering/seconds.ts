/** The largest number that a GraphQL Int holds: 68 years of seconds. */
const largestInt = 2_147_483_647n;

/** Seconds as a GraphQL Int has them; more than it holds become the most that it does. */
export function toInt(seconds: bigint | null): number | null {
  if (seconds === null) return null;
  return Number(seconds < largestInt ? seconds : largestInt);
}
