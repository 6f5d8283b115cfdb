import { z } from 'zod';
import { AccessError, SetAsideError, TokenLostError } from '../requests/errors.ts';
import type { Answer } from '../requests/habits.ts';
import type { TimedRequests } from '../requests/requests.ts';
import { shaped } from '../requests/shape.ts';
import * as answers from './answers.ts';
import {
  accountOf,
  contactOf,
  definitionsOf,
  eventsOf,
  inboxesOf,
  messageOf,
  ratingsOf,
} from './read-answers.ts';
import type { SourceConversation, SourceEvent, SourceLists, SourceMessage, SourceRating } from './source.ts';

/** A page of conversations: each is parsed by itself. */
export interface ConversationsPage {
  readonly all: number;
  readonly conversations: readonly unknown[];
}

/** There is no such conversation any more. */
export class GoneError extends Error {}

export type Client = ReturnType<typeof createClient>;

const highestId = 2_147_483_647;
const mostMessages = 1000;

/** Chatwoot's calls by what they give; each parses its answer. */
export function createClient({ ask, now }: TimedRequests, account: number) {
  const base = `/api/v1/accounts/${account}`;

  const get = <Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> =>
    ask(path, (answer) => {
      if (answer.status === 404) throw new SetAsideError('is not there');
      return shaped(schema, bodyOf(answer));
    });

  /** Undefined where there is no such record; null where this build of Chatwoot has no such route. */
  const find = <Schema extends z.ZodType>(
    path: string,
    schema: Schema,
  ): Promise<z.output<Schema> | undefined | null> =>
    ask(path, (answer) => {
      if (answer.status === 404) return answer.isJson ? undefined : null;
      return shaped(schema, bodyOf(answer));
    });

  const messagesBetween = async (id: number, after: number, before: number): Promise<SourceMessage[]> => {
    const path = `${base}/conversations/${id}/messages?after=${after}&before=${before}`;
    const found = await find(path, answers.messagesAnswer);
    if (found === undefined) throw new GoneError(`conversation ${id} is gone`);
    if (found === null) throw new SetAsideError(`${path}: is not there`);
    const { payload } = found;
    if (payload.length < mostMessages) return payload.map(messageOf);
    const ids = payload.map((message) => message.id).sort((one, other) => one - other);
    const middle = Math.max(ids[Math.floor(ids.length / 2)] ?? 0, after + 1);
    const lower = await messagesBetween(id, after, middle);
    return [...lower, ...(await messagesBetween(id, middle, before))];
  };

  return {
    /** Chatwoot's clock, milliseconds since 1970. */
    now,
    version: () => ask('/api', versionOf),
    profile: () => get('/api/v1/profile', answers.profileAnswer),
    account: () => get(base, answers.accountAnswer),

    conversations: (page: number): Promise<ConversationsPage> =>
      get(
        `${base}/conversations?status=all&assignee_type=all&sort_by=created_at_asc&page=${page}`,
        answers.conversationsAnswer,
      ).then(pageOf),
    changed: (withinSeconds: number): Promise<ConversationsPage> =>
      get(
        `${base}/conversations?status=all&sort_by=created_at_asc&updated_within=${withinSeconds}`,
        answers.conversationsAnswer,
      ).then(pageOf),
    /** Parsed by whoever stores it, as those of a page are. */
    conversation: (id: number): Promise<object | undefined | null> =>
      find(`${base}/conversations/${id}`, z.looseObject({ id: answers.id })),

    /** Messages whose id is not below `after`, oldest first, however many there are; within a second as Chatwoot orders them. */
    messages: async (id: number, after = 0): Promise<SourceMessage[]> => {
      const found = await messagesBetween(id, after, highestId);
      const distinct = new Map(found.map((message) => [message.id, message]));
      return [...distinct.values()].sort((one, other) => one.createdAt - other.createdAt);
    },
    /** Null where this build of Chatwoot has no such route. */
    events: async (id: number): Promise<SourceEvent[] | null> => {
      const found = await find(`${base}/conversations/${id}/reporting_events`, answers.eventsAnswer);
      return found === null ? null : eventsOf(found ?? []);
    },
    ratings: async (page: number, between = ''): Promise<SourceRating[]> =>
      ratingsOf(
        await get(
          `${base}/csat_survey_responses?sort=created_at&page=${page}${between}`,
          answers.ratingsAnswer,
        ),
      ),
    /** The conversations that were created on a day of UTC, such as 2024-03-01. */
    createdOn: async (day: string, page: number): Promise<ConversationsPage> => {
      const query = { payload: daysAround(day) };
      const path = `${base}/conversations/filter?page=${page}`;
      const read = (answer: Answer): ConversationsPage => {
        const { meta, payload } = shaped(answers.filterAnswer, bodyOf(answer));
        return { all: meta.all_count, conversations: payload };
      };
      return ask(path, read, { method: 'POST', body: query });
    },
    /** Null where there is none any more. */
    contact: async (id: number): Promise<SourceConversation['contact']> => {
      const found = await find(`${base}/contacts/${id}`, answers.contactAnswer);
      return found ? contactOf(found.payload) : null;
    },
    webhooks: async () => (await get(`${base}/webhooks`, answers.webhooksAnswer)).payload.webhooks,
    createWebhook: (url: string) => {
      const body = { webhook: { name: 'deskgraph', url, subscriptions } };
      const read = (answer: Answer) => shaped(answers.webhookAnswer, bodyOf(answer)).payload.webhook;
      return ask(`${base}/webhooks`, read, { method: 'POST', body });
    },
    deleteWebhook: (id: number): Promise<void> =>
      ask(`${base}/webhooks/${id}`, refuseUnlessGone, { method: 'DELETE' }),
    /** How many conversations of an inbox have a status, of all time. */
    count: async (status: string, inbox: number): Promise<number> =>
      (await get(`${base}/conversations/meta?status=${status}&inbox_id=${inbox}`, answers.countAnswer)).meta
        .all_count,
    /** Null before Chatwoot 4.10. */
    channelSummary: (since: number, until: number) =>
      ask(`/api/v2/accounts/${account}/summary_reports/channel?since=${since}&until=${until}`, (answer) =>
        answer.status === 404 ? null : shaped(answers.summaryAnswer, bodyOf(answer)),
      ),
    lists: async (): Promise<SourceLists> => {
      const [account, inboxes, agents, teams, labels, rules, definitions] = await Promise.all([
        get(base, answers.accountAnswer),
        get(`${base}/inboxes`, answers.inboxesAnswer),
        get(`${base}/agents`, answers.agentsAnswer),
        get(`${base}/teams`, answers.teamsAnswer),
        get(`${base}/labels`, answers.labelsAnswer),
        get(`${base}/automation_rules`, answers.rulesAnswer),
        get(
          `${base}/custom_attribute_definitions?attribute_model=conversation_attribute`,
          answers.definitionsAnswer,
        ),
      ]);
      return {
        account: accountOf(account),
        inboxes: inboxesOf(inboxes),
        agents,
        teams,
        labels: labels.payload.map(({ title }) => title),
        rules: rules.payload,
        definitions: definitionsOf(definitions),
      };
    },
  };
}

const subscriptions = [
  'conversation_created',
  'conversation_updated',
  'conversation_status_changed',
  'message_created',
  'message_updated',
  'contact_created',
  'contact_updated',
];

/** An answer to a deletion has no body. */
function refuseUnlessGone(answer: Answer): void {
  if (answer.status !== 404 && (answer.status < 200 || answer.status > 299)) bodyOf(answer);
}

/** The filter compares whole days of UTC, both bounds excluded. */
function daysAround(day: string): object[] {
  const noon = Date.parse(`${day}T12:00:00Z`);
  const dayAt = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);
  const bound = { attribute_key: 'created_at' };
  return [
    {
      ...bound,
      filter_operator: 'is_greater_than',
      values: [dayAt(noon - 86_400_000)],
      query_operator: 'and',
    },
    { ...bound, filter_operator: 'is_less_than', values: [dayAt(noon + 86_400_000)], query_operator: null },
  ];
}

function pageOf({ data }: z.output<typeof answers.conversationsAnswer>): ConversationsPage {
  return { all: data.meta.all_count, conversations: data.payload };
}

function versionOf({ isJson, body }: Answer): string {
  const parsed = answers.versionAnswer.safeParse(body);
  if (!isJson || !parsed.success)
    throw new AccessError('there is no Chatwoot at --url: GET /api tells no version');
  return parsed.data.version;
}

/** The body of an answer that is one; throws an `AccessError` that says what to do where Chatwoot lets nobody in. */
function bodyOf({ status, isJson, body }: Answer): unknown {
  if (status === 401 || status === 403) throw refusalOf(status, body);
  if (!isJson)
    throw new Error('expected JSON, and the answer is none: does a proxy stand in front of Chatwoot?');
  if (status !== 200) throw new Error(`answered ${status}`);
  return body;
}

const refusals = [
  [/Invalid Access Token/, 'Chatwoot does not know the token: make a new one in your profile settings'],
  [/suspended/, 'the account is suspended in Chatwoot'],
  [/API access is not enabled/, "the account's plan of Chatwoot has no access to the API"],
  [/not authorized/, 'the token may not do this: it must be of an administrator of the account'],
] as const;

/** What an answer of 401 or 403 means and what to do about it. */
function refusalOf(status: number, body: unknown): AccessError {
  const told = JSON.stringify(body) ?? '';
  if (/"errors"/.test(told))
    return new TokenLostError('the token did not arrive: a proxy in front of Chatwoot drops its header');
  const [, meaning] = refusals.find(([form]) => form.test(told)) ?? [];
  return new AccessError(
    meaning ?? `Chatwoot answered ${status}: is the token of an administrator of the account?`,
  );
}
