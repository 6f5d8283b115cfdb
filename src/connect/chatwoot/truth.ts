import type { ConversationStatus } from '../../database/generated/enums.ts';
import { SetAsideError } from '../requests/errors.ts';
import { shaped } from '../requests/shape.ts';
import { conversationAnswer } from './answers.ts';
import { askAgain, pollConversations } from './changes.ts';
import { copyThreads } from './copy-threads.ts';
import type { Run } from './run.ts';
import type { StatusWord } from './source.ts';
import { statusOf } from './threads.ts';

/** Statuses by channel; a channel that is null has the empty name. */
type ChannelSummary = { readonly [channel: string]: { readonly [Word in StatusWord]: number } };

/** What Chatwoot itself counts, and how a copy gets nearer to it. Instants are whole Unix seconds. */
export interface Truth {
  /** Null where Chatwoot has no such report. */
  readonly channelSummary: (since: number, until: number) => Promise<ChannelSummary | null>;
  /** When the first conversation was created, where that can be told. */
  readonly earliest: () => Promise<number | undefined>;
  /** The statuses of the conversations that were created on a day of UTC; null where one of them cannot be shown. */
  readonly createdOn: (day: string) => Promise<ReadonlyMap<number, ConversationStatus> | null>;
  /** How many conversations of an inbox have a status, of all time; asked where there is no channel summary. */
  readonly count: (status: StatusWord, inbox: number) => Promise<number>;
  readonly followChanges: () => Promise<void>;
  readonly fetchAgain: (ids: readonly number[]) => Promise<void>;
  /** Where nothing tells which conversations differ. */
  readonly lookAtAll: () => Promise<void>;
}

/** What REST tells. */
export function restTruth(run: Run): Truth {
  return {
    channelSummary: run.client.channelSummary,
    earliest: () => earliestThere(run),
    createdOn: (day) => listDay(run, day),
    count: run.client.count,
    lookAtAll: async () => {
      run.state.mustWalk = true;
      await pollConversations(run);
    },
    followChanges: async () => void (await pollConversations(run)),
    fetchAgain: async (ids) => {
      await askAgain(run, ids);
      await copyThreads(run);
    },
  };
}

async function earliestThere({ client }: Run): Promise<number | undefined> {
  try {
    const [first] = (await client.conversations(1)).conversations;
    return first === undefined ? undefined : shaped(conversationAnswer, first).created_at;
  } catch (error) {
    if (error instanceof SetAsideError) return undefined;
    throw error;
  }
}

async function listDay({ client }: Run, day: string): Promise<Map<number, ConversationStatus> | null> {
  const listed = new Map<number, ConversationStatus>();
  try {
    for (let page = 1, met = 0; ; page++) {
      const { all, conversations } = await client.createdOn(day, page);
      for (const answer of conversations) {
        const { id, status } = shaped(conversationAnswer, answer);
        listed.set(id, statusOf[status]);
      }
      met += conversations.length;
      if (conversations.length === 0 || met >= all) return listed;
    }
  } catch (error) {
    if (error instanceof SetAsideError) return null;
    throw error;
  }
}
