import type { Context } from '../auth/context.ts';
import { shareReads } from '../database/shared-reads.ts';
import { valueKey } from './value-key.ts';

/** Something that an answer says of how things stand now: how it is asked again, and what the answer to it was. */
export interface OfNow {
  /** Tells it from all else that is asked of how things stand. */
  readonly key: string;
  readonly ask: (context: Context) => Promise<unknown>;
  readonly answer: string;
}

const noted = new WeakMap<Context, Map<string, OfNow>>();

/** Notes what a request was told of how things stand now. */
export function noteOfNow(context: Context, key: string, ask: OfNow['ask'], answer: unknown): void {
  const known = noted.get(context) ?? new Map<string, OfNow>();
  noted.set(context, known.set(key, { key, ask, answer: valueKey(answer) }));
}

/** All that was noted of a request. */
export function ofNowIn(context: Context): OfNow[] {
  return [...(noted.get(context)?.values() ?? [])];
}

const share = shareReads<unknown>();

/** Whether another request, which has asked nothing yet, is told the same of how things stand now. */
export async function isSoStill(context: Context, told: readonly OfNow[]): Promise<boolean> {
  const answers = await Promise.all(
    told.map(({ key, ask }) => share(context.database, key, () => ask(context))),
  );
  return told.every(({ answer }, index) => answer === valueKey(answers[index]));
}
