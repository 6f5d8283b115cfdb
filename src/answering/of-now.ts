import type { Context } from '../auth/context.ts';
import { valueKey } from './value-key.ts';

/** Something that an answer says of how things stand now: how it is asked again, and what the answer to it was. */
export interface OfNow {
  readonly ask: (context: Context) => Promise<unknown>;
  readonly answer: string;
}

const noted = new WeakMap<Context, Map<string, OfNow>>();

/** Notes what a request was told of how things stand now; `key` tells questions apart. */
export function noteOfNow(context: Context, key: string, ask: OfNow['ask'], answer: unknown): void {
  const known = noted.get(context) ?? new Map<string, OfNow>();
  noted.set(context, known.set(key, { ask, answer: valueKey(answer) }));
}

/** All that was noted of a request. */
export function ofNowIn(context: Context): OfNow[] {
  return [...(noted.get(context)?.values() ?? [])];
}

/** Whether another request is told the same of how things stand now. */
export async function isSoStill(context: Context, told: readonly OfNow[]): Promise<boolean> {
  const answers = await Promise.all(told.map(({ ask }) => ask(context)));
  return told.every(({ answer }, index) => answer === valueKey(answers[index]));
}
