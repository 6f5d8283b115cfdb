import type { KnownConversation } from './helpscout-data.ts';
import type { HelpScoutStub, StubAnswer } from './helpscout-stub-state.ts';

interface Period {
  readonly start: string;
  readonly end: string;
}

/** The reports of Plus and Pro, counted over the account as the stub has it. The end of a period counts with it. */
export function answerReport(stub: HelpScoutStub, path: string, parameters: URLSearchParams): StubAnswer {
  if (!stub.rated) return { status: 403, body: { message: 'Access denied' } };
  const period = { start: parameters.get('start') ?? '', end: parameters.get('end') ?? '' };
  const report = path.slice('/v2/reports/'.length);
  if (report === 'happiness/ratings') return { status: 200, body: ratings(stub, period) };
  if (report === 'conversations') {
    const body = overall(stub, period);
    stub.changeReport(body);
    return { status: 200, body };
  }
  if (report === 'conversations/volume-by-channel') return { status: 200, body: volumes(stub, period) };
  if (report === 'user/conversation-history')
    return { status: 200, body: history(stub, period, Number(parameters.get('user'))) };
  return { status: 404, body: { message: 'Not Found' } };
}

function isIn({ start, end }: Period, at: unknown): boolean {
  return String(at) >= start && String(at) <= end;
}

function counted({ account }: HelpScoutStub): KnownConversation[] {
  return account.conversations.filter(
    ({ conversation }) => conversation.state === 'published' && conversation.status !== 'spam',
  );
}

function sentThreads({ threads }: KnownConversation) {
  return threads.filter(({ state }) => state === 'published' || state === 'hidden');
}

/** Replies of people, as Help Scout counts them: without imported ones and those of workflows. */
function replies(known: KnownConversation) {
  return sentThreads(known).filter(({ type, action, createdBy }) => {
    const kind = String((action as { type?: string })?.type ?? 'default');
    const by = (createdBy as { type?: string } | undefined)?.type;
    if (type === 'message') return by !== 'customer' && !/-workflow$|^imported/.test(kind);
    return (type === 'beaconchat' || type === 'chat' || type === 'forwardchild') && by !== 'customer';
  });
}

function created(stub: HelpScoutStub, period: Period): KnownConversation[] {
  return counted(stub).filter(({ conversation }) => isIn(period, conversation.createdAt));
}

function overall(stub: HelpScoutStub, period: Period): Record<string, unknown> {
  const touched = counted(stub).filter(
    (known) =>
      isIn(period, known.conversation.createdAt) ||
      sentThreads(known).some(({ createdAt }) => isIn(period, createdAt)),
  );
  const replied = counted(stub).filter((known) =>
    replies(known).some(({ createdAt }) => isIn(period, createdAt)),
  );
  const customers = new Set(
    replied.flatMap(
      ({ conversation }) => (conversation['primaryCustomer'] as { id: number } | undefined)?.id ?? [],
    ),
  );
  const count = created(stub, period).length;
  const days = Math.round((Date.parse(period.end) - Date.parse(period.start)) / 86_400_000);
  const current = {
    startDate: period.start,
    endDate: period.end,
    totalConversations: touched.length,
    conversationsCreated: count,
    newConversations: count,
    customers: customers.size,
    conversationsPerDay: Math.floor(touched.length / Math.max(1, days)),
  };
  return {
    filterTags: [],
    busiestDay: busiestDay(created(stub, period), period),
    busyTimeStart: null,
    busyTimeEnd: null,
    current,
  };
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const weekdayIn = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: 'Europe/Paris' });

function weekdayOf(milliseconds: number): number {
  return 1 + weekdays.indexOf(weekdayIn.format(milliseconds));
}

/** The weekday with most new conversations on average. */
function busiestDay(conversations: readonly KnownConversation[], { start, end }: Period): object | null {
  const counts = new Map<number, number>();
  const days = new Map<number, number>();
  const add = (sums: Map<number, number>, day: number): void => void sums.set(day, (sums.get(day) ?? 0) + 1);
  for (const { conversation } of conversations) add(counts, weekdayOf(Date.parse(conversation.createdAt)));
  // Noon is of one day alone, whatever the zone does.
  for (let at = Date.parse(start) + 43_200_000; at < Date.parse(end); at += 86_400_000)
    add(days, weekdayOf(at));
  const averages = [...counts].map(([day, count]): [number, number] => [day, count / (days.get(day) ?? 1)]);
  const [most] = averages.sort(([day, one], [otherDay, other]) => other - one || day - otherDay);
  return most ? { day: most[0], hour: 0, count: counts.get(most[0]) } : null;
}

function volumes(stub: HelpScoutStub, period: Period): object {
  const counts = { date: period.start, chat: 0, email: 0, phone: 0 };
  for (const { conversation } of created(stub, period)) counts[conversation['type'] as 'email'] += 1;
  return { current: [counts] };
}

function history(stub: HelpScoutStub, period: Period, user: number): object {
  const results = counted(stub).flatMap((known) =>
    replies(known)
      .filter(
        ({ createdAt, createdBy }) =>
          isIn(period, createdAt) && (createdBy as { id?: number } | undefined)?.id === user,
      )
      .map(() => ({ id: known.conversation.id, number: known.conversation['number'] })),
  );
  return {
    results: results.slice(0, 25),
    page: 1,
    count: results.length,
    pages: Math.ceil(results.length / 25),
  };
}

function ratings({ rated }: HelpScoutStub, period: Period): object {
  const results = [...(rated ?? [])]
    .filter(([, { createdAt }]) => isIn(period, createdAt))
    .map(([threadid, { id, createdAt }]) => ({
      threadid,
      id,
      ratingCreatedAt: createdAt,
      ratingComments: 'CANARY',
    }));
  return { results, page: 1, count: results.length, pages: results.length > 0 ? 1 : 0 };
}
