import { readFile, writeFile } from 'node:fs/promises';
import { printSubgraphSchema } from '@apollo/subgraph';
import { schema } from './schema.ts';

// Writes schema.graphql, what a gateway composes, from the code; with --check it only says whether the two agree.
const file = new URL('../../schema.graphql', import.meta.url);
const printed = `${printSubgraphSchema(schema)}\n`;

if (!process.argv.includes('--check')) {
  await writeFile(file, printed);
} else if ((await readFile(file, 'utf8')) !== printed) {
  process.stderr.write('schema.graphql differs from the code: run npm run schema and commit it\n');
  process.exitCode = 1;
}
