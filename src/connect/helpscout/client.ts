import { z } from 'zod';
import { SetAsideError } from '../requests/errors.ts';
import type { Answer } from '../requests/habits.ts';
import type { Requests } from '../requests/requests.ts';
import { shaped } from '../requests/shape.ts';
import * as answers from './answers.ts';
import { ForbiddenError, RefusedError } from './errors.ts';

/** A stretch of time in whole Unix seconds, both ends included, as Help Scout's searches have it. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** Which conversations a page is of. */
export interface Search {
  readonly status: 'all' | 'spam';
  readonly sortField: 'createdAt' | 'modifiedAt';
  readonly window: Window;
  readonly embedsThreads: boolean;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly totalElements: number;
  readonly totalPages: number;
}

/** What is behind an id: a conversation, another one that it was merged into, or none. */
export type Found =
  | { readonly kind: 'found'; readonly answer: unknown }
  | { readonly kind: 'merged'; readonly into: number }
  | { readonly kind: 'gone' };

export type Client = ReturnType<typeof createClient>;

/** Pages with embedded threads fail for some accounts: they are not tried for long. */
const embedTries = 2;

/** Help Scout's calls by what they give; each parses its answer. `now` is this machine's clock. */
export function createClient(
  requests: Requests,
  { base, mailboxes, now }: { base: URL; mailboxes: readonly number[]; now: () => number },
) {
  let ahead = 0;
  const ask: Requests['ask'] = (path, read, options) =>
    requests.ask(
      path,
      (answer) => {
        if (answer.date !== undefined) ahead = answer.date - now();
        return read(answer);
      },
      options,
    );

  const get = <Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    options?: { tries: number },
  ): Promise<z.output<Schema>> => ask(path, (answer) => shaped(schema, bodyOf(answer, path)), options);

  /** Undefined where there is no such thing. */
  const find = <Schema extends z.ZodType>(
    path: string,
    schema: Schema,
  ): Promise<z.output<Schema> | undefined> =>
    ask(path, (answer) => (answer.status === 404 ? undefined : shaped(schema, bodyOf(answer, path))));

  /** All pages of a list, first to last. */
  const list = async <Item>(path: string, schema: z.ZodType<Page<Item>>): Promise<Item[]> => {
    const items: Item[] = [];
    for (let page = 1, last = 1; page <= last; page++) {
      const found = await get(`${path}${path.includes('?') ? '&' : '?'}page=${page}`, schema);
      last = found.totalPages;
      items.push(...found.items);
    }
    return items;
  };

  const inMailboxes = mailboxes.length > 0 ? `&mailbox=${mailboxes.join(',')}` : '';

  const conversationsAt = (
    { status, sortField, embedsThreads }: Omit<Search, 'window'>,
    where: string,
    page: number,
  ): Promise<Page<unknown>> => {
    const embed = embedsThreads ? '&embed=threads' : '';
    const path = `/v2/conversations?status=${status}${embed}&sortField=${sortField}&sortOrder=asc${inMailboxes}${where}&page=${page}`;
    return get(path, answers.conversationsAnswer, embedsThreads ? { tries: embedTries } : undefined);
  };
  const withThreadsWherePossible = async (
    search: Omit<Search, 'window'>,
    where: string,
    page: number,
  ): Promise<Page<unknown>> => {
    try {
      return await conversationsAt(search, where, page);
    } catch (error) {
      if (!search.embedsThreads || !(error instanceof SetAsideError) || error instanceof RefusedError)
        throw error;
      return conversationsAt({ ...search, embedsThreads: false }, where, page);
    }
  };

  return {
    /** Help Scout's clock, as far as its answers tell. Milliseconds since 1970. */
    now: (): number => now() + ahead,
    me: () => get('/v2/users/me', z.object({ id: z.int() })),
    mailboxes: () => list('/v2/mailboxes', answers.mailboxesAnswer),
    folders: (mailbox: number) => list(`/v2/mailboxes/${mailbox}/folders`, answers.foldersAnswer),
    fields: (mailbox: number) => list(`/v2/mailboxes/${mailbox}/fields`, answers.fieldsAnswer),
    savedReplies: (mailbox: number) =>
      get(`/v2/mailboxes/${mailbox}/saved-replies?includeChatReplies=true`, answers.savedRepliesAnswer),
    users: () => list('/v2/users', answers.usersAnswer),
    teams: () => list('/v2/teams', answers.teamsAnswer),
    tags: () => list('/v2/tags', answers.tagsAnswer),
    workflows: () => list('/v2/workflows', answers.workflowsAnswer),

    /** The oldest conversation and how many there are. */
    oldest: (): Promise<Page<unknown>> =>
      conversationsAt({ status: 'all', sortField: 'createdAt', embedsThreads: false }, '', 1),
    /** A page of a search; without the threads where Help Scout fails with them. */
    conversations: ({ window, ...search }: Search, page: number): Promise<Page<unknown>> =>
      withThreadsWherePossible(
        search,
        `&query=${encodeURIComponent(queryOf(search.sortField, window))}`,
        page,
      ),
    /** The same with a lower bound alone, for an account that refuses to search by it. */
    changedSince: (status: Search['status'], since: number, page: number): Promise<Page<unknown>> =>
      withThreadsWherePossible(
        { status, sortField: 'modifiedAt', embedsThreads: true },
        `&modifiedSince=${instant(since)}`,
        page,
      ),
    conversation: (id: number): Promise<Found> => {
      const path = `/v2/conversations/${id}?embed=threads`;
      return ask(path, (answer) => {
        if (answer.status === 404) return { kind: 'gone' };
        if (answer.status === 301) return { kind: 'merged', into: targetOf(answer, base, path) };
        return { kind: 'found', answer: bodyOf(answer, path) };
      });
    },
    /** All threads of a conversation, newest first; undefined where there is no such conversation. */
    threads: async (id: number, version: 'v2' | 'v3'): Promise<answers.ThreadAnswer[] | undefined> => {
      const threads = new Map<number, answers.ThreadAnswer>();
      for (let page = 1, last = 1; page <= last; page++) {
        const found = await find(
          `/${version}/conversations/${id}/threads?page=${page}`,
          answers.threadsAnswer,
        );
        if (!found) return undefined;
        last = found.totalPages;
        for (const thread of found.items) if (!threads.has(thread.id)) threads.set(thread.id, thread);
      }
      return [...threads.values()];
    },
    customer: (id: number) => find(`/v2/customers/${id}`, answers.customerAnswer),
    rating: (id: number) => find(`/v2/ratings/${id}`, answers.ratingAnswer),
    ratings: ({ from, to }: Window, page: number) =>
      get(
        `/v2/reports/happiness/ratings?start=${instant(from)}&end=${instant(to)}&rating=all&page=${page}`,
        answers.ratingsAnswer,
      ),
    /** An answer of the reports, which Plus and Pro have. */
    report: <Schema extends z.ZodType>(path: string, schema: Schema) => get(path, schema),
    webhooks: () => list('/v2/webhooks', answers.webhooksAnswer),
    /** Returns the id of the new webhook. */
    createWebhook: (webhook: object): Promise<string> =>
      ask('/v2/webhooks', (answer) => createdId(answer), { method: 'POST', body: webhook }),
    replaceWebhook: (id: string, webhook: object): Promise<void> =>
      ask(`/v2/webhooks/${id}`, (answer) => void assertDone(answer), { method: 'PUT', body: webhook }),
    /** One that is not there any more is no error. */
    deleteWebhook: (id: string): Promise<void> =>
      ask(`/v2/webhooks/${id}`, (answer) => void (answer.status === 404 || assertDone(answer)), {
        method: 'DELETE',
      }),
  };
}

function queryOf(field: Search['sortField'], { from, to }: Window): string {
  return `(${field}:[${instant(from)} TO ${instant(to)}])`;
}

/** Help Scout takes no fractions of a second. */
export function instant(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

const errorAnswer = z.object({ message: z.string().catch(''), logRef: z.string().catch('') });

/** The body of an answer that is one. */
function bodyOf({ status, isJson, body }: Answer, path: string): unknown {
  const place = path.split('?')[0];
  if (status === 400) {
    const { data } = errorAnswer.safeParse(body);
    throw new RefusedError(
      `${place}: Help Scout refuses the request: ${data?.message} (logRef ${data?.logRef})`,
    );
  }
  if (status === 403)
    throw new ForbiddenError(`${place}: the app's user or the plan has no access to it (403)`);
  if (status === 404) throw new SetAsideError(`${place}: is not there`);
  if (status >= 300 && status < 400)
    throw new SetAsideError(`${place}: answered ${status}, which is not followed`);
  if (!isJson) throw new Error('expected JSON, and the answer is none');
  if (status !== 200) throw new Error(`answered ${status}`);
  return body;
}

/** The id at the end of where a merged conversation is now. */
function targetOf({ headers }: Answer, base: URL, path: string): number {
  const location = headers.get('location') ?? '';
  const target = URL.canParse(location, base) ? new URL(location, base) : undefined;
  const [, id] = /^\/v[23]\/conversations\/(\d+)$/.exec(target?.pathname ?? '') ?? [];
  if (target?.host !== base.host || target.protocol !== base.protocol || id === undefined)
    throw new SetAsideError(`${path.split('?')[0]}: is said to be at another place, which is not followed`);
  return Number(id);
}

function createdId(answer: Answer): string {
  assertDone(answer);
  const id = answer.headers.get('resource-id');
  if (id === null) throw new Error('tells no Resource-ID');
  return id;
}

function assertDone(answer: Answer): void {
  if (answer.status < 200 || answer.status > 299) bodyOf(answer, '/v2/webhooks');
}
