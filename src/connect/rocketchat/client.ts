import type { z } from 'zod';
import { AccessError, SetAsideError } from '../requests/errors.ts';
import type { Answer, Requests } from '../requests/requests.ts';
import { shaped } from '../requests/shape.ts';
import * as answers from './answers.ts';
import { bodyOf, DeniedError, MisunderstoodError, VanishedError } from './refusals.ts';

/** So many rows are asked for at once; a server that allows fewer gives fewer, and says nothing. */
const rowsAsked = 100;

const mePath = '/api/v1/me';

/** A page of a list: each document is parsed by itself. */
export interface Page {
  readonly total: number;
  readonly documents: readonly unknown[];
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

/** Rocket.Chat's calls by what they give; each parses its answer. */
export function createClient({ ask }: Requests) {
  const get = <Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> =>
    ask(path, (answer) => shaped(schema, bodyOf(answer, path)));

  const rooms = async (query: string, offset: number, count = rowsAsked): Promise<Page> => {
    const path = `/api/v1/livechat/rooms?${query}&offset=${offset}&count=${count}`;
    const { rooms: documents, total } = await get(path, answers.roomsAnswer);
    return { documents, total: total ?? documents.length };
  };

  /** All of a list that is small enough to be read whole. */
  const all = async (read: (page: string) => Promise<Page>): Promise<unknown[]> => {
    const found: unknown[] = [];
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
    version: () => ask('/api/info', versionOf),
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
      rooms(sortedBy(order, order === 'ts' ? 1 : -1), 0, count),
    roomsCreated: (bounds: Bounds, offset: number) =>
      rooms(`createdAt=${json(instants(bounds))}&${sortedBy('ts', 1)}`, offset),
    roomsClosedSince: (start: number, offset: number) =>
      rooms(`closedAt=${json({ start: instant(start) })}&${sortedBy('ts', 1)}`, offset),
    roomsUpdated: (offset: number) => rooms(sortedBy('_updatedAt', -1), offset),
    roomsIn: (state: RoomState, offset: number) => rooms(`${state}=true&${sortedBy('ts', 1)}`, offset),

    /** Undefined where Rocket.Chat does not show the room. */
    room: (id: string) =>
      get(`/api/v1/rooms.info?roomId=${encodeURIComponent(id)}`, answers.roomAnswer).then(
        ({ room }) => room,
        undefinedWhereVanished,
      ),
    messages: async (id: string, offset: number): Promise<Page> => {
      const path = `/api/v1/livechat/${encodeURIComponent(id)}/messages?${sortedBy('ts', 1)}&offset=${offset}&count=${rowsAsked}`;
      const { messages, total } = await get(path, answers.messagesAnswer);
      return { documents: messages, total: total ?? messages.length };
    },
    transfers: async (id: string) => {
      const path = `/api/v1/livechat/transfer.history/${encodeURIComponent(id)}?offset=0&count=${rowsAsked}`;
      return (await get(path, answers.transfersAnswer)).history;
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

function undefinedWhereVanished(error: unknown): undefined {
  if (error instanceof SetAsideError || error instanceof MisunderstoodError) return undefined;
  throw error;
}

function sortedBy(order: RoomOrder, direction: 1 | -1): string {
  return `sort=${json({ [order]: direction })}`;
}

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
