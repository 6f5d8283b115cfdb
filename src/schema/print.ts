import { readFile, writeFile } from 'node:fs/promises';
import { printSubgraphSchema } from '@apollo/subgraph';
import { printSchema } from 'graphql';
import { builder } from '../graphql/builder.ts';
import { schema } from './schema.ts';

// Writes from the code schema.graphql, what a gateway composes, and schema.api.graphql, the same for the tools of clients,
// which know nothing of federation; with --check it only says whether they agree.
const files = {
  'schema.graphql': printSubgraphSchema(schema),
  'schema.api.graphql': printSchema(builder.toSchema()),
};

for (const [name, text] of Object.entries(files)) {
  const file = new URL(`../../${name}`, import.meta.url);
  const printed = `${text}\n`;
  if (!process.argv.includes('--check')) {
    await writeFile(file, printed);
  } else if ((await readFile(file, 'utf8')) !== printed) {
    process.stderr.write(`${name} differs from the code: run npm run schema and commit it\n`);
    process.exitCode = 1;
  }
}
