import { SetAsideError } from '../requests/errors.ts';
import { idIn, storeAttributes } from './attributes.ts';
import type { ConversationsPage } from './client.ts';
import { type Run, save } from './run.ts';

const mostFailedPages = 3;

/** To ask for so many takes so long by REST that another way is advised, and that all of them are not asked for every day. */
export const manyConversations = 50_000;

/** The attributes of all conversations, a page at a time; returns how many Chatwoot says there are. `seen` gets their ids. */
export async function copyAttributes(run: Run, seen = new Set<number>()): Promise<number> {
  const { state } = run;
  const extent = { all: 0, largestPage: 0, failed: 0 };
  for (let page = Math.max(1, state.page); ; page++) {
    const found = await readPage(run, page).catch(errorWhereSetAside);
    if (found instanceof SetAsideError) {
      extent.failed += 1;
      if (isBehindAll(extent, page, found)) return extent.all;
    } else {
      await storePage(run, found, extent, seen);
      if (found.conversations.length === 0) return found.all;
    }
    state.page = page;
    await save(run);
    await run.between?.();
  }
}

/** What the pages that could be read tell of all of them. */
interface Extent {
  all: number;
  largestPage: number;
  failed: number;
}

/** Whether no conversation is left for a page that failed. Throws its error where no page could be read: it is not this one then. */
function isBehindAll({ all, largestPage, failed }: Extent, page: number, error: SetAsideError): boolean {
  if (largestPage === 0 && failed > mostFailedPages) throw error;
  return largestPage > 0 && (page - 1) * largestPage >= all;
}

async function storePage(
  run: Run,
  found: ConversationsPage,
  extent: Extent,
  seen: Set<number>,
): Promise<void> {
  const { all, conversations } = found;
  if (extent.largestPage === 0) tellExtent(run, all);
  extent.all = all;
  extent.largestPage = Math.max(extent.largestPage, conversations.length);
  for (const stored of await storeAttributes(run, conversations)) seen.add(stored);
  run.progress.done(conversations.length);
}

function tellExtent({ progress, state, settings }: Run, all: number): void {
  progress.phase('conversations', all);
  if (all <= manyConversations || state.phase === 'complete') return;
  const hours = Math.ceil((all * 1.94) / settings.rate / 60);
  progress.say(
    `${all} conversations take about ${hours} h at ${settings.rate} requests a minute; reading Chatwoot's database instead takes minutes`,
  );
}

/** A page of conversations. Of one that cannot be read is remembered between which ids it must be. */
async function readPage({ client, state }: Run, page: number) {
  const gap = state.gaps.at(-1);
  const isOpen = gap?.before === null;
  try {
    const found = await client.conversations(page);
    const ids = found.conversations.flatMap((answer) => idIn(answer) ?? []);
    if (isOpen && ids.length > 0) gap.before = Math.min(...ids);
    if (ids.length > 0) state.lastListed = Math.max(...ids);
    return found;
  } catch (error) {
    if (error instanceof SetAsideError && !isOpen) state.gaps.push({ after: state.lastListed, before: null });
    throw error;
  }
}

function errorWhereSetAside(error: unknown): SetAsideError {
  if (error instanceof SetAsideError) return error;
  throw error;
}
