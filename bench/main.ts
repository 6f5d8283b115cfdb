import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { UsageError } from '../src/usage-error.ts';
import { fill } from './data.ts';
import type { Results } from './results.ts';
import { type RunOptions, run, sections } from './run.ts';
import { printed, printedGrowth } from './tables.ts';

interface Options extends RunOptions {
  readonly force: boolean;
  readonly out: string;
  readonly compare?: readonly string[];
}

const program = new Command('bench')
  .description(
    'measure the service over a made-up helpdesk, in the database of DATABASE_URL or else in an embedded one (in DATA_DIR, or a folder for this run alone)',
  )
  .option('--conversations <n>', 'conversations of the large account', integerFrom(1000), 1_000_000)
  .option('--small-accounts <n>', 'accounts of 1,000 conversations beside it', integerFrom(0), 20)
  .option('--runs <n>', 'questions of each kind', integerFrom(1, 500), 20)
  .option('--seed <n>', 'another one gives other conversations and questions', integerFrom(0), 1)
  .addOption(new Option('--only <section>', 'measure this alone').choices(sections))
  .option('--force', 'use a database that holds other accounts as well', false)
  .option('--out <folder>', 'where to write the results as JSON', 'bench-results')
  .option('--compare <files...>', 'measure nothing: print the growth from one file of results to another');

program.parse();
const options = program.opts<Options>();
try {
  await (options.compare ? compare(options.compare) : bench());
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`bench: ${error.message}\n`);
  process.exitCode = 2;
}

async function bench(): Promise<void> {
  const { DATABASE_URL, DATA_DIR } = process.env;
  const temporary = DATABASE_URL || DATA_DIR ? undefined : await mkdtemp(join(tmpdir(), 'deskgraph-bench-'));
  try {
    const place = { ...(DATABASE_URL && { DATABASE_URL }), DATA_DIR: DATA_DIR ?? temporary ?? '' };
    const filled = await fill(place, options, options.force);
    const results = { ...(await run(place, options)), ...filled };
    process.stdout.write(printed(results));
    await save(results, DATABASE_URL ? 'postgresql' : 'embedded');
  } finally {
    if (temporary) await rm(temporary, { recursive: true });
  }
}

async function save(results: Results, engine: string): Promise<void> {
  await mkdir(options.out, { recursive: true });
  const file = join(
    options.out,
    `${engine}-${options.conversations}${options.only ? `-${options.only}` : ''}.json`,
  );
  await writeFile(file, `${JSON.stringify(results, null, 2)}\n`);
  process.stderr.write(`the results are in ${file}\n`);
}

async function compare(files: readonly string[]): Promise<void> {
  const [small, large] = await Promise.all(
    files.map(async (file) => JSON.parse(await readFile(file, 'utf8'))),
  );
  if (!small || !large) throw new UsageError('--compare needs two files of results');
  process.stdout.write(printedGrowth(small, large));
}

function integerFrom(least: number, most = Number.MAX_SAFE_INTEGER) {
  return (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}
