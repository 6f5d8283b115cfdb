import { readAhead } from '../../../import/read-ahead.ts';
import { save } from '../run.ts';
import { countConversations, pagesAfter } from './pages.ts';
import { readTogether, type TablesRun } from './run.ts';
import { type PreparedFound, prepareFound, storePreparedFound } from './store.ts';
import { readStart } from './sweeps.ts';

/** What is held of conversations that are read and not yet stored. */
const bytesHeld = 4 * 1024 * 1024;

/** A conversation takes about as much as two messages. */
const messageBytes = 500;

/** Copies the whole account, from where the copy stopped before: what is read next is made ready while what was read before is stored. */
export async function copyAll(run: TablesRun): Promise<void> {
  const { state, progress } = run;
  const { tables } = state;
  if (tables.isCopied) return;
  // What comes while the copy goes on is looked for after it.
  if (tables.lastId === 0) Object.assign(tables, await readStart(run));
  progress.phase('conversations', await countConversations(run));
  for await (const { prepared, lastId, conversations } of readAhead(readPages(run), bytesHeld)) {
    await storePreparedFound(run, prepared);
    tables.lastId = lastId;
    await save(run);
    progress.done(conversations);
  }
  tables.isCopied = true;
  await save(run);
  progress.end();
}

interface Page {
  readonly prepared: PreparedFound;
  readonly conversations: number;
  readonly lastId: number;
  readonly bytes: number;
}

async function* readPages(run: TablesRun): AsyncGenerator<Page> {
  for await (const ids of pagesAfter(run, run.state.tables.lastId)) {
    const found = await readTogether(run, ids);
    const parts = found.conversations.reduce((sum, { messages }) => sum + 2 + messages.length, 0);
    yield {
      prepared: await prepareFound(run, found),
      conversations: found.conversations.length,
      lastId: ids.at(-1) ?? 0,
      bytes: parts * messageBytes,
    };
  }
}
