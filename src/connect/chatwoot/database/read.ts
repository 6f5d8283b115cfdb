import pg from 'pg';
import { Prisma } from '../../../database/generated/client.ts';
import { shaped } from '../../requests/shape.ts';
import type { SourceParts } from '../conversation.ts';
import {
  conversationRow,
  eventRows,
  ratingRows,
  selectConversations,
  selectEvents,
  selectLabels,
  selectRatings,
} from './conversations.ts';
import { messageRows, selectMessages, unwrap } from './messages.ts';
import type { Ask, Reader } from './reader.ts';

/** All of one conversation as its tables have it. */
export interface FoundConversation extends SourceParts {
  /** When Chatwoot last changed it, in seconds since 1970. */
  readonly updatedAt: number;
  /** Messages whose attributes are no JSON; these count as empty. */
  readonly broken: number;
}

/** What so many conversations are read as. */
export interface Found {
  readonly conversations: readonly FoundConversation[];
  /** Display ids of conversations whose inbox is gone: Chatwoot counts them no more. */
  readonly withoutInbox: readonly number[];
  /** Why conversations are none that the mapping knows, by display id. */
  readonly refused: ReadonlyMap<string, string>;
}

export interface ReadOptions {
  readonly account: number;
  readonly hasCaptain: boolean;
}

/** Reads conversations by their ids in the database, as they are at one instant. Those that are gone are left out. */
export function readConversations(
  reader: Reader,
  ids: readonly number[],
  options: ReadOptions,
): Promise<Found> {
  return reader
    .snapshot((ask) => readAll(ask, ids, options, false))
    .catch((error: unknown) => {
      if (!isBrokenText(error)) throw error;
      return reader.snapshot((ask) => readAll(ask, ids, options, true));
    });
}

/** A text that is no JSON, or JSON that PostgreSQL cannot hold. */
function isBrokenText(error: unknown): boolean {
  return error instanceof pg.DatabaseError && ['22P02', '22P05'].includes(error.code ?? '');
}

/** A row as it comes; it is parsed with its conversation, so that one of an unknown kind stops no other. */
type Row = { readonly [column: string]: unknown };

/** The rows of each conversation, by its id in the database. */
interface RowsFound {
  readonly labels: ReadonlyMap<unknown, Row[]>;
  readonly events: ReadonlyMap<unknown, Row[]>;
  readonly ratings: ReadonlyMap<unknown, Row[]>;
  readonly messages: ReadonlyMap<unknown, Row[]>;
}

async function readAll(
  ask: Ask,
  ids: readonly number[],
  options: ReadOptions,
  isRaw: boolean,
): Promise<Found> {
  const grouped = async (statement: Prisma.Sql) => byConversation((await ask(statement)) as Row[]);
  const rows = (await ask(
    selectConversations(options.account, Prisma.sql`c.id = any(${ids}::int[]) order by c.id`),
  )) as Row[];
  const found: RowsFound = {
    labels: await grouped(selectLabels(ids)),
    events: await grouped(selectEvents(ids)),
    ratings: await grouped(selectRatings(ids)),
    messages: await grouped(selectMessages(ids, { hasCaptain: options.hasCaptain, isRaw })),
  };
  const conversations: FoundConversation[] = [];
  const withoutInbox: number[] = [];
  const refused = new Map<string, string>();
  for (const row of rows) {
    try {
      const one = conversationOf(row, found, isRaw);
      if (one.conversation.inboxGone) withoutInbox.push(one.conversation.id);
      else conversations.push(one);
    } catch (error) {
      refused.set(String(row['id']), (error as Error).message);
    }
  }
  return { conversations, withoutInbox, refused };
}

function byConversation(rows: readonly Row[]): Map<unknown, Row[]> {
  const groups = new Map<unknown, Row[]>();
  for (const row of rows) {
    const group = groups.get(row['conversationId']);
    if (group) group.push(row);
    else groups.set(row['conversationId'], [row]);
  }
  return groups;
}

/** Throws an error that names what of a conversation is none that the mapping knows. */
function conversationOf(row: Row, found: RowsFound, isRaw: boolean): FoundConversation {
  const { sourceId, updatedAt, conversation } = shaped(conversationRow, row);
  const said = found.messages.get(sourceId) ?? [];
  const unwrapped = isRaw ? said.map(unwrap) : said;
  return {
    updatedAt,
    conversation: {
      ...conversation,
      labels: found.labels.get(sourceId)?.map(({ title }) => String(title)) ?? [],
    },
    messages: shaped(messageRows, unwrapped),
    events: shaped(eventRows, found.events.get(sourceId) ?? []),
    ratings: shaped(ratingRows, found.ratings.get(sourceId) ?? []).map((rating) => ({
      ...rating,
      conversationId: conversation.id,
    })),
    broken: unwrapped.filter(({ isBroken }) => isBroken === true).length,
  };
}
