import { periodLoader } from '../../answering/loader.ts';
import type { Context } from '../../auth/context.ts';
import { count } from '../../counting/count.ts';
import { statuses } from '../../counting/measures/conversation.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import { badUserInput } from '../../errors.ts';
import { exceedsSixMonths } from '../../period/period.ts';
import { type QuestionInput, type Slice, toScope, toSlice } from '../../question/slice.ts';
import { channelRow, channelsOf } from './shape.ts';

/** The channels of one period with a conversation, sorted by channel. */
export const loadChannels = periodLoader(
  toScope,
  (database, scope, periods) => {
    const statement = Prisma.sql`
    select s.period, s.label as channel, (${statuses}::text[])[s.key] as status, s.count
    from (${count(scope, periods, 'created', 'channel')}) s`;
    return readRows(database, statement, channelRow);
  },
  channelsOf,
);

/** The question, held to six months. Throws the coded error of the first rule broken. */
export function toChannelQuestion(input: QuestionInput, context: Context): Slice {
  const slice = toSlice(input, context);
  assertSixMonths('period', slice, input);
  assertSixMonths('previous', slice, input);
  return slice;
}

// A period that compareTo derives is not held to the limit: it has the current one's length, give or take a clock change.
function assertSixMonths(argument: 'period' | 'previous', { account }: Slice, input: QuestionInput): void {
  const period = input[argument];
  if (!period || !exceedsSixMonths(period, account.timeZone)) return;
  throw badUserInput(argument, 'Date range exceeds 6 months limit');
}
