const quietHour = 3;
const day = 86_400_000;

/** Whether the quiet hour of an account's zone has come since the last time, or a day has passed. Milliseconds since 1970. */
export function isReconcilingDue(last: number | null, now: number, timeZone: string): boolean {
  if (last === null) return true;
  const since = now - last;
  if (since >= day + day / 2) return true;
  return since >= day / 2 && hourOf(now, timeZone) === quietHour;
}

function hourOf(milliseconds: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone });
  return Number(format.format(milliseconds));
}
