import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { recordLines, writeDump } from './dump-fill.ts';
import { ask, measuringPostgres, printCost } from './measured.ts';

// By hand, after `npm run build`, with nothing else on the machine: how fast a large dump of Rocket.Chat is copied, beside an import of
// the same records, and what each takes of processors and memory. `--form skewed`: a tenth of the rooms has most of the messages.
const { values } = parseArgs({
  options: {
    rooms: { type: 'string', default: '100000' },
    messages: { type: 'string', default: '12' },
    form: { type: 'string', default: 'flat' },
  },
});
const rooms = Number(values.rooms);
const messages = Number(values.messages);
const isSkewed = values.form === 'skewed';
const form = {
  rooms,
  messagesOf: (room: number): number => (isSkewed ? (room % 10 === 0 ? messages * 5 : 2) : messages),
  roomsBetween: 40,
};

const postgres = await measuringPostgres();
const folder = await mkdtemp(join(tmpdir(), 'deskgraph-load-'));
const stored = `
  select (select count(*) from conversations) as conversations, (select count(*) from threads) as threads,
    (select count(*) from customers) as customers`;

try {
  const dump = join(folder, 'dump');
  await mkdir(dump);
  await writeDump(dump, form);
  const copiedUrl = await postgres.freshDatabase('copied');
  const copied = await postgres.measure(
    ['connect', 'rocketchat', '--as', 'acme', '--time-zone', 'UTC', '--dump', dump],
    {
      DATABASE_URL: copiedUrl,
    },
  );
  printCost('copy', rooms, copied);
  await rm(dump, { recursive: true });
  const file = join(folder, 'records.ndjson');
  await pipeline(Readable.from(recordLines(form)), createWriteStream(file));
  const importedUrl = await postgres.freshDatabase('imported');
  const imported = await postgres.measure(['import', file], { DATABASE_URL: importedUrl });
  printCost('import', rooms, imported);
  for (const url of [importedUrl, copiedUrl])
    process.stdout.write(`stored: ${JSON.stringify((await ask(url, stored))[0])}\n`);
  const ratio =
    (copied.nodeSeconds + copied.postgresSeconds) / (imported.nodeSeconds + imported.postgresSeconds);
  process.stdout.write(`processors of the copy by those of the import: ${ratio.toFixed(2)}\n`);
} finally {
  await postgres.destroy();
  await rm(folder, { recursive: true });
}
