import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { generateHelpdesk } from '../generate/helpdesk.ts';
import { isHangUp } from '../output.ts';

/** The import format's largest conversation number. */
const mostConversations = 2_147_483_647;
const chunkLength = 65_536;

/** Adds `deskgraph generate`, which writes a made-up helpdesk in the import format to standard output. */
export function registerGenerate(program: Command): void {
  program
    .command('generate')
    .description('write a made-up helpdesk in the import format to standard output')
    .requiredOption('--conversations <n>', 'how many conversations', integerFrom(1, mostConversations))
    .option('--seed <n>', 'the same seed gives the same helpdesk', integerFrom(0, Number.MAX_SAFE_INTEGER), 1)
    .action(writeHelpdesk);
}

async function writeHelpdesk(options: { conversations: number; seed: number }): Promise<void> {
  try {
    await pipeline(Readable.from(chunksOf(generateHelpdesk(options))), process.stdout);
  } catch (error) {
    // The reader, such as `head`, has seen enough.
    if (!isHangUp(error)) throw error;
  }
}

/** Joins lines, as one write a line would take longer than making it. */
export function* chunksOf(lines: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const line of lines) {
    chunk += `${line}\n`;
    if (chunk.length >= chunkLength) {
      yield chunk;
      chunk = '';
    }
  }
  yield chunk;
}

function integerFrom(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be an integer from ${least} to ${most}.`);
  };
}
