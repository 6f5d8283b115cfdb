import { type Clock, officeTimeFrom } from './clock.ts';
import type { Desk } from './desks.ts';
import type { Random } from './random.ts';

/** A thread of the import format. */
interface Thread {
  id: string;
  kind: 'customer' | 'reply' | 'note' | 'line' | 'auto';
  createdAt: string;
  userId?: string | undefined;
  customerId?: string | undefined;
  savedReplyId?: string | undefined;
  workflowId?: string | undefined;
  handleSeconds?: number | undefined;
  status?: Status | undefined;
}

export type Status = 'open' | 'pending' | 'snoozed' | 'on_hold' | 'closed' | 'spam';

/** Median seconds of a way to be in touch: until an answer, until the customer writes again, of work on a reply. */
export interface Pace {
  readonly answer: number;
  readonly customer: number;
  readonly work: number;
  /** How likely the customer writes again after a reply. */
  readonly persistence: number;
  /** How likely a bot answers first. */
  readonly bot: number;
}

/** Those who write to each other in a conversation. */
interface Cast {
  readonly desk: Desk;
  readonly userId: string;
  readonly customerId: string | undefined;
  readonly pace: Pace;
}

const overnightShare = 0.2;
const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/** The threads of one conversation as they come to be. What would happen after the clock's end does not happen. */
export class Story {
  readonly threads: Thread[] = [];
  /** Whether something is left to the time after the clock's end. */
  overran = false;
  replied = false;
  /** Set last, and when: in seconds since 1970. */
  status: Status = 'open';
  statusSetAt: number;
  /** Of the latest event, in seconds since 1970. */
  time: number;
  private readonly clock: Clock;
  private readonly random: Random;
  private readonly cast: Cast;

  constructor(clock: Clock, random: Random, createdAt: number, cast: Cast) {
    this.clock = clock;
    this.random = random;
    this.time = createdAt;
    this.statusSetAt = createdAt;
    this.cast = cast;
  }

  /** Whether the customer has more to say. */
  goesOn(): boolean {
    return !this.overran && this.random.chance(this.cast.pace.persistence);
  }

  /** The customer writes at once. */
  customerWrites(): void {
    this.add('customer', { customerId: this.cast.customerId });
  }

  /** The customer writes after a while. */
  customerWritesAgain(): void {
    this.time += this.random.delay(this.cast.pace.customer);
    this.customerWrites();
  }

  /** Where there is a bot, it answers within seconds. */
  botAnswers(): void {
    if (!this.random.chance(this.cast.pace.bot)) return;
    this.time += 1 + this.random.below(4);
    this.add('auto', {});
  }

  /** Someone of the team replies, mostly in the office's hours, now and then with a note before or a second reply after. */
  teamAnswers(): void {
    const { pace, userId } = this.cast;
    const ready = this.time + this.random.delay(pace.answer);
    const open = this.random.chance(overnightShare) ? ready : officeTimeFrom(this.clock, ready);
    this.time = open === ready ? ready : open + this.random.delay(pace.work);
    if (this.random.chance(0.12)) this.add('note', { userId });
    this.teamReplies();
    if (this.random.chance(0.1)) {
      this.time += this.random.delay(pace.work);
      this.teamReplies();
    }
  }

  /** Someone of the team, mostly the one in charge, replies at once. */
  teamReplies(): void {
    const { desk, userId, pace } = this.cast;
    this.add('reply', {
      userId: this.random.chance(0.88) ? userId : this.random.pickSkewed(desk.crew),
      savedReplyId: this.random.chance(0.24) ? this.random.pickSkewed(desk.savedReplies) : undefined,
      handleSeconds: this.random.chance(0.85) ? this.random.delay(pace.work) : undefined,
    });
    if (!this.overran) this.replied = true;
  }

  /** A workflow runs within seconds. */
  workflowRuns(): void {
    this.time += this.random.below(5);
    this.add('line', { workflowId: this.random.pickSkewed(this.cast.desk.workflows) });
  }

  /** The status changes after up to `seconds`. */
  statusChanges(status: Status, seconds: number): void {
    this.time += this.random.below(seconds);
    this.add('line', { userId: this.cast.userId, status });
    if (this.overran) return;
    this.status = status;
    this.statusSetAt = this.time;
  }

  private add(kind: Thread['kind'], details: Omit<Thread, 'id' | 'kind' | 'createdAt'>): void {
    if (this.time >= this.clock.end) {
      this.overran = true;
      return;
    }
    const id = `${this.threads.length + 1}`;
    this.threads.push({ id, kind, createdAt: instantOf(this.time), ...details });
  }
}

/** ISO 8601 in UTC, to the second. In half the time of `toISOString`, and most of the work here is writing times. */
export function instantOf(time: number): string {
  const date = new Date(time * 1000);
  const day = `${date.getUTCFullYear()}-${twoDigits[date.getUTCMonth() + 1]}-${twoDigits[date.getUTCDate()]}`;
  const hour = twoDigits[date.getUTCHours()];
  return `${day}T${hour}:${twoDigits[date.getUTCMinutes()]}:${twoDigits[date.getUTCSeconds()]}Z`;
}
