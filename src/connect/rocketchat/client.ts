import type { z } from 'zod';
import { AccessError } from '../requests/errors.ts';
import type { Answer, RequestOptions } from '../requests/habits.ts';
import type { Requests } from '../requests/requests.ts';
import { shaped } from '../requests/shape.ts';
import * as answers from './answers.ts';
import { bodyOf as answerBody, DeniedError, undefinedWhereRefused, VanishedError } from './refusals.ts';

/** So many rows are asked for at once; a server that allows fewer gives fewer, and says nothing. */
const rowsAsked = 100;

const mePath = '/api/v1/me';

/** A page of a list: each document is parsed by itself. */
export interface Page<Row = unknown> {
  readonly total: number;
  readonly documents: readonly Row[];
}

/** Milliseconds since 1970, both included. */
export interface Bounds {
  readonly start: number;
  readonly end: number;
}

export type RoomOrder = 'ts' | '_updatedAt';

/** The lists that stand in for the order of updates, where a server cannot give that. */
export type RoomState = 'open' | 'queued' | 'onhold';

export type Client = ReturnType<typeof createClient>;

/** Rocket.Chat's calls by what they give; each parses its answer. The version, where it is known, stands in errors. */
export function createClient({ ask }: Requests, known: string | null) {
  let version = known;
  const bodyOf = (answer: Answer, path: string): unknown => answerBody(answer, path, version);
  const get = <Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    options?: RequestOptions,
  ): Promise<z.output<Schema>> => ask(path, (answer) => shaped(schema, bodyOf(answer, path)), options);

  const rooms = async (query: string, offset: number, count = rowsAsked): Promise<Page> => {
    const path = `/api/v1/livechat/rooms?${query}&offset=${offset}&count=${count}`;
    const options = query === updatedLast ? { patience: longestSort } : {};
    const { rooms: documents, total } = await get(path, answers.roomsAnswer, options);
    return { documents, total: total ?? documents.length };
  };

  /** All of a list that is small enough to be read whole. */
  const all = async <Row>(read: (page: string) => Promise<Page<Row>>): Promise<Row[]> => {
    const found: Row[] = [];
    for (;;) {
      const { documents, total } = await read(`offset=${found.length}&count=${rowsAsked}`);
      found.push(...documents);
      if (documents.length === 0 || found.length >= total) return found;
    }
  };

  const list =
    <Key extends string>(
      path: string,
      key: Key,
      schema: z.ZodType<{ total?: number | undefined } & Record<Key, unknown[]>>,
    ) =>
    () =>
      all(async (page) => {
        const answer = await get(`/api/v1/livechat/${path}${path.includes('?') ? '&' : '?'}${page}`, schema);
        return { documents: answer[key], total: answer.total ?? 0 };
      });

  return {
    version: async (): Promise<string> => {
      const told = await ask('/api/info', versionOf);
      version = told;
      return told;
    },
    me: () => get(mePath, answers.meAnswer),
    /** A limiter that is lifted for the user says nothing of itself. */
    isLimited: () =>
      ask(mePath, (answer) => {
        shaped(answers.meAnswer, bodyOf(answer, mePath));
        return answer.headers.has('x-ratelimit-limit');
      }),
    departments: list('department?showArchived=true', 'departments', answers.departmentsAnswer),
    agents: list('users/agent', 'users', answers.agentsAnswer),
    fields: list('custom-fields', 'customFields', answers.fieldsAnswer),
    tags: list('tags?text=&viewAll=true', 'tags', answers.tagsAnswer),

    /** The first rooms by when they began, or the last by when they changed. */
    firstRooms: (order: RoomOrder, count: number) =>
      rooms(order === 'ts' ? sortedBy('ts', 1) : updatedLast, 0, count),
    roomsCreated: (bounds: Bounds, offset: number) =>
      rooms(`createdAt=${json(instants(bounds))}&${sortedBy('ts', 1)}`, offset),
    roomsClosedSince: (start: number, offset: number) =>
      rooms(`closedAt=${json({ start: instant(start) })}&${sortedBy('ts', 1)}`, offset),
    roomsUpdated: (offset: number) => rooms(updatedLast, offset),
    roomsIn: (state: RoomState, offset: number) => rooms(`${state}=true&${sortedBy('ts', 1)}`, offset),

    /** Undefined where Rocket.Chat does not show the room. */
    room: (id: string) =>
      get(`/api/v1/rooms.info?roomId=${encodeURIComponent(id)}`, answers.roomAnswer).then(
        ({ room }) => room,
        undefinedWhereRefused,
      ),
    messages: async (id: string, offset: number): Promise<Page> => {
      const path = `/api/v1/livechat/${encodeURIComponent(id)}/messages?${sortedBy('ts', 1)}&offset=${offset}&count=${rowsAsked}`;
      const { messages, total } = await get(path, answers.messagesAnswer);
      return { documents: messages, total: total ?? messages.length };
    },
    transfers: async (id: string) => {
      const path = `/api/v1/livechat/transfer.history/${encodeURIComponent(id)}`;
      return all(async (page) => {
        const { history, total } = await get(`${path}?${page}`, answers.transfersAnswer);
        return { documents: history, total: total ?? 0 };
      });
    },

    /** Rocket.Chat's own report; the end is excluded. Undefined where the workspace has none, or does not show it. */
    statuses: (start: number, end: number) =>
      get(
        `/api/v1/livechat/analytics/dashboards/conversations-by-status?start=${instant(start)}&end=${instant(end)}`,
        answers.statusesAnswer,
      ).catch((error: unknown) => {
        if (error instanceof DeniedError || error instanceof VanishedError) return undefined;
        throw error;
      }),
    /** Where the workspace's one webhook goes; empty: nowhere, undefined: the user is not told. */
    webhookUrl: () =>
      get('/api/v1/livechat/integrations.settings', answers.integrationsAnswer).then(
        ({ settings }) => settings.find(({ _id }) => _id === 'Livechat_webhookUrl')?.value ?? '',
        undefinedWhereRefused,
      ),
    setWebhook: (settings: object) =>
      ask(
        '/api/v1/omnichannel/integrations',
        (answer) => void bodyOf(answer, '/api/v1/omnichannel/integrations'),
        {
          method: 'POST',
          body: settings,
        },
      ),
  };
}

function sortedBy(order: RoomOrder, direction: 1 | -1): string {
  return `sort=${json({ [order]: direction })}`;
}

/** The order in which rooms changed, the last first. */
const updatedLast = sortedBy('_updatedAt', -1);

/** A server that takes longer to sort rooms by their changes has no index for it. Milliseconds. */
const longestSort = 20_000;

function json(value: object): string {
  return encodeURIComponent(JSON.stringify(value));
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function instants({ start, end }: Bounds): { start: string; end: string } {
  return { start: instant(start), end: instant(end) };
}

function versionOf({ body }: Answer): string {
  const parsed = answers.infoAnswer.safeParse(body);
  const version = parsed.data?.version ?? parsed.data?.info?.version;
  if (version === undefined)
    throw new AccessError('there is no Rocket.Chat at --url: GET /api/info tells no version');
  return version;
}
