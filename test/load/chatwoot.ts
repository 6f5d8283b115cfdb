import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { mapConversation } from '../../src/connect/chatwoot/conversation.ts';
import { readLists } from '../../src/connect/chatwoot/database/lists.ts';
import { readConversations } from '../../src/connect/chatwoot/database/read.ts';
import { createReader } from '../../src/connect/chatwoot/database/reader.ts';
import { listRecords } from '../../src/connect/chatwoot/lists.ts';
import { serverOf } from '../../src/database/server.ts';
import { prepareChatwootTables } from '../connect/chatwoot-tables.ts';
import { fillChatwoot } from './chatwoot-fill.ts';
import { measuringPostgres, printCost } from './measured.ts';

// By hand, after `npm run build`, with nothing else on the machine: how fast a large Chatwoot is copied by its database, beside an
// import of the same records, and what each takes of processors and memory. A PostgreSQL of its own has both databases.
const { values } = parseArgs({ options: { conversations: { type: 'string', default: '100000' } } });
const conversations = Number(values.conversations);

const postgres = await measuringPostgres();
const { freshDatabase, measure } = postgres;
const folder = await mkdtemp(join(tmpdir(), 'deskgraph-load-'));
process.env['TEST_DATABASE_URL'] = postgres.url;

/** The records that a copy consists of, as a file of the import format. */
async function* recordsOf(url: string): AsyncGenerator<string> {
  const reader = createReader(serverOf(url));
  const lists = await reader.snapshot((read) => readLists(read, 1));
  if (!lists) throw new Error('there is no account');
  const met = new Map();
  const context = { ...lists, met, types: new Map(), accountUrl: 'https://chat.example.com/app/accounts/1' };
  const mapping = { ...context, ruleName: () => undefined, tellsCampaigns: true };
  for (const record of listRecords('acme', lists, {}, met).records) yield `${JSON.stringify(record)}\n`;
  const named = new Set<string>();
  for (let start = 1; start <= conversations; start += 1000) {
    const ids = Array.from({ length: 1000 }, (_, index) => start + index);
    const found = await readConversations(reader, ids, { account: 1, hasCaptain: true });
    for (const { record, mentioned } of found.conversations.map((parts) => mapConversation(parts, mapping)))
      for (const one of [...mentioned, record]) {
        const text = `${JSON.stringify(one)}\n`;
        if (one.type !== 'conversation' && named.has(text)) continue;
        named.add(text);
        yield text;
      }
  }
  await reader.close();
}

try {
  const prepared = await prepareChatwootTables(true);
  const tables = await prepared.copy();
  await tables.inside((client) => fillChatwoot(client, conversations));
  const file = join(folder, 'records.ndjson');
  await pipeline(recordsOf(tables.url), createWriteStream(file));
  const imported = await measure(['import', file], { DATABASE_URL: await freshDatabase('imported') });
  const copied = await measure(
    [
      ...[
        'connect',
        'chatwoot',
        '--as',
        'acme',
        '--account',
        '1',
        '--public-url',
        'https://chat.example.com',
      ],
      ...['--database-env', 'CHATWOOT_DATABASE', '--once'],
    ],
    { DATABASE_URL: await freshDatabase('copied'), CHATWOOT_DATABASE: tables.url },
  );
  printCost('import', conversations, imported);
  printCost('copy', conversations, copied);
  await tables.drop();
  await prepared.drop();
} finally {
  await postgres.destroy();
  await rm(folder, { recursive: true });
}
