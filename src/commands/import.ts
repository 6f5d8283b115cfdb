import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import type { Command } from 'commander';
import { refreshRollups } from '../counting/ahead/refresh.ts';
import { countMeanwhile } from '../counting/ahead/upkeep.ts';
import { type Database, openCurrentDatabase } from '../database/client.ts';
import { importInput, type Reject } from '../import/import.ts';
import { type Input, openInput } from '../import/input.ts';
import { printedReject, printedTally } from '../import/print.ts';
import { Progress } from '../import/progress.ts';
import { RejectsFile } from '../import/rejects-file.ts';
import { addTally, emptyTally, type Tally, totalOf } from '../import/tally.ts';
import { messageOf } from '../message.ts';
import { settingsOf } from '../settings.ts';
import { StoppedError, UsageError } from '../usage-error.ts';

const formatPath = fileURLToPath(new URL('../../docs/import-format.md', import.meta.url));
const help = `
The import format is newline-delimited JSON, one record a line, the account first. It is written down in
${formatPath}

Exit codes:
  0  all records were imported
  1  some were rejected; the messages say which, and where they were written
  2  nothing could be done
  3  the import stopped on its way; the tally says how far, and importing again completes it`;

/** A large import is done with a month in a second or two. */
const countingMilliseconds = 250;

export function registerImport(program: Command): void {
  program
    .command('import')
    .description('import files of the import format, plain or gzip')
    .argument('<files...>', 'the files; - is standard input')
    .addHelpText('after', help)
    .action(importFiles);
}

async function importFiles(paths: string[]): Promise<void> {
  // An import holds little and makes much garbage: to collect it early takes a tenth more of its work, and keeps it below 400 MB
  // however long it takes.
  setFlagsFromString('--heap-growing-percent=40');
  const startedAt = performance.now();
  const now = new Date();
  const inputs = await Promise.all(paths.map((path) => openInput(path, now)));
  const database = await openCurrentDatabase(settingsOf(process.env));
  const { sum, failures, stop, storedAt, endedAt } = await importInputs(database, inputs);
  await database.close().catch((error: unknown) => {
    if (!stop) throw error; // A database that is gone cannot be closed well.
  });
  if (stop && totalOf(sum.imported) === 0) throw stop;
  if (failures.length === inputs.length) throw new UsageError(failures.join('; '));
  for (const failure of failures) printLine(`deskgraph: ${failure}`);
  const peakMegabytes = Math.round((process.resourceUsage().maxRSS * 1024) / 1e6);
  const seconds = (endedAt - startedAt) / 1000;
  const effort = { seconds, countingSeconds: (endedAt - storedAt) / 1000, peakMegabytes };
  process.stdout.write(printedTally(sum, effort));
  if (stop) throw stop;
  if (failures.length > 0 || totalOf(sum.rejected) > 0) process.exitCode = 1;
}

/**
 * What importing some inputs gave: what was stored, the inputs that could not be imported, what ended the import before its
 * end, and when all was stored and counted.
 */
interface Outcome {
  readonly sum: Tally;
  readonly failures: readonly string[];
  readonly stop: Error | undefined;
  readonly storedAt: number;
  readonly endedAt: number;
}

async function importInputs(database: Database, inputs: readonly Input[]): Promise<Outcome> {
  const failures: string[] = [];
  const sum = emptyTally();
  const stopCounting = countMeanwhile(database, countingMilliseconds);
  let stop: Error | undefined;
  for (const input of inputs) {
    await importWithReports(database, input, sum).catch((error: unknown) => {
      if (error instanceof UsageError) failures.push(error.message);
      else stop = stopOf(error, sum);
    });
    if (stop) break;
  }
  const storedAt = performance.now();
  await stopCounting();
  if (!stop && sum.imported.size > 0) stop = await countAhead(database);
  return { sum, failures, stop, storedAt, endedAt: performance.now() };
}

/** Counts what came in ahead of time. What fails here is stored all the same, and counted by the next import or server. */
async function countAhead(database: Database): Promise<Error | undefined> {
  return refreshRollups(database).then(
    () => undefined,
    (error: unknown) =>
      new StoppedError(
        `all is stored, but reports stay slow until the next import or server: ${messageOf(error)}`,
      ),
  );
}

/** What an error of the database ends the run with. Code 2 if nothing was stored. */
function stopOf(error: unknown, { imported }: Tally): Error {
  const stored = totalOf(imported);
  const message = `the import stopped after ${stored} records: ${messageOf(error)}`;
  return stored > 0 ? new StoppedError(message) : new UsageError(message);
}

/** Imports one input, tells of it on standard error, and adds what is stored to `sum` as it goes. */
async function importWithReports(database: Database, input: Input, sum: Tally): Promise<void> {
  const { name, chunks, size, rejects: place } = input;
  const progress = new Progress(process.stderr, name, size);
  const print = (line: string): void => {
    progress.clear();
    printLine(line);
  };
  const file = new RejectsFile(place, print);
  let rejects = 0;
  const rejected = async (reject: Reject): Promise<void> => {
    await file.append(reject);
    if (reject.partial) return;
    rejects += 1;
    print(printedReject(name, reject));
  };
  const committed = (batch: Tally): void => {
    addTally(sum, batch);
    progress.conversations += batch.imported.get('conversation') ?? 0;
  };
  const warned = (message: string): void => print(`${name}: ${message}`);
  try {
    await importInput(database, { name, chunks: progress.counted(chunks) }, { rejected, committed, warned });
  } finally {
    progress.clear();
    await file.close();
  }
  if (rejects > 0)
    printLine(`${name}: ${rejects} rejected${file.failed ? '' : `, all of them in ${file.path}`}`);
}

function printLine(line: string): void {
  process.stderr.write(`${line}\n`);
}
