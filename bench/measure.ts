import type { Database } from '../src/database/client.ts';
import type { Question } from './question.ts';
import { assertSame } from './same.ts';

/** One way to answer a question. */
type Side = (question: Question) => Promise<unknown>;

/** A kind of question and who answers it. */
export interface Case {
  readonly name: string;
  readonly questions: Generator<Question, never>;
  readonly ours: Side;
  readonly floor: Side;
  readonly naive?: Side | undefined;
}

/** In milliseconds. */
export interface Times {
  readonly median: number;
  readonly p95: number;
  readonly runs: number;
}

export interface Measured {
  readonly name: string;
  readonly ours: Times;
  /** The part of `ours` during which no statement was under way. */
  readonly besidesSql: Times;
  readonly floor: Times;
  readonly naive: Times | null;
}

const leastRuns = 3;
const patience = 10_000;
const warmUpRuns = 60;
const warmUpMilliseconds = 5000;

/**
 * Asks all sides the same questions in turns, a new one each time, and throws where their answers differ. The first question
 * is compared before anything is timed. A side that has taken ten seconds in all is asked three times at least, then no more.
 */
export async function measure(asked: Case, runs: number, clock: SqlClock): Promise<Measured> {
  const ours = new Stopwatch(asked.ours, clock);
  const floor = new Stopwatch(asked.floor, clock);
  const naive = asked.naive && new Stopwatch(asked.naive, clock);
  const sides = naive ? [ours, floor, naive] : [ours, floor];
  await askAll(asked, sides);
  await warmUp(asked, ours);
  for (const side of sides) side.reset();
  for (let run = 0; run < runs; run++) await askAll(asked, run % 2 === 0 ? sides : sides.toReversed());
  return {
    name: asked.name,
    ours: timesOf(ours.times),
    besidesSql: timesOf(ours.besidesSql),
    floor: timesOf(floor.times),
    naive: naive ? timesOf(naive.times) : null,
  };
}

/** As a server that has run for a while: each of its connections has planned the statements. */
async function warmUp({ questions }: Case, ours: Stopwatch): Promise<void> {
  const until = performance.now() + warmUpMilliseconds;
  for (let run = 0; run < warmUpRuns && performance.now() < until; run++) {
    await ours.answer(questions.next().value);
  }
}

async function askAll({ name, questions }: Case, sides: readonly Stopwatch[]): Promise<void> {
  const question = questions.next().value;
  const answers: unknown[] = [];
  for (const side of sides) {
    if (!side.isSpent()) answers.push(await side.answer(question));
  }
  for (const answer of answers.slice(1)) assertSame(name, answers[0], answer);
}

/** A side and how long its answers took. */
export class Stopwatch {
  times: number[] = [];
  besidesSql: number[] = [];
  private readonly side: Side;
  private readonly clock: SqlClock;

  constructor(side: Side, clock: SqlClock) {
    this.side = side;
    this.clock = clock;
  }

  async answer(question: Question): Promise<unknown> {
    this.clock.reset();
    const startedAt = performance.now();
    const answer = await this.side(question);
    const elapsed = performance.now() - startedAt;
    this.times.push(elapsed);
    this.besidesSql.push(elapsed - this.clock.milliseconds());
    return answer;
  }

  isSpent(): boolean {
    return this.times.length >= leastRuns && this.times.reduce((sum, time) => sum + time, 0) > patience;
  }

  reset(): void {
    this.times = [];
    this.besidesSql = [];
  }
}

export function timesOf(times: readonly number[]): Times {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  return { median: at(0.5), p95: at(0.95), runs: sorted.length };
}

/** How long at least one statement of a database was under way. */
export class SqlClock {
  private intervals: { readonly start: number; readonly end: number }[] = [];

  constructor({ prisma }: Database) {
    prisma.$on('query', ({ duration }) => {
      const end = performance.now();
      this.intervals.push({ start: end - duration, end });
    });
  }

  reset(): void {
    this.intervals = [];
  }

  milliseconds(): number {
    let sum = 0;
    let reached = 0;
    for (const { start, end } of this.intervals.toSorted((one, other) => one.start - other.start)) {
      sum += Math.max(0, end - Math.max(start, reached));
      reached = Math.max(reached, end);
    }
    return sum;
  }
}
