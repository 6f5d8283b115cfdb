import { readFile, writeFile } from 'node:fs/promises';
import { minifyIntrospection, outputIntrospectionFile } from '@gql.tada/internal';
import { buildASTSchema, introspectionFromSchema, parse } from 'graphql';

// Writes schema-types.d.ts, from which gql.tada infers the types of queries, out of schema.graphql; with --check it only says
// whether the two agree. gql.tada's own command needs a compiler with a programming interface, which TypeScript 7 has not.
const source = new URL('../../schema.graphql', import.meta.url);
const target = new URL('schema-types.d.ts', import.meta.url);

const schema = buildASTSchema(parse(await readFile(source, 'utf8')), { assumeValidSDL: true });
const introspection = minifyIntrospection(introspectionFromSchema(schema, { descriptions: false }));
const types = outputIntrospectionFile(introspection, { fileType: '.d.ts', shouldPreprocess: true });

if (!process.argv.includes('--check')) {
  await writeFile(target, types);
} else if ((await readFile(target, 'utf8')) !== types) {
  process.stderr.write(
    'examples/client/schema-types.d.ts differs from schema.graphql: run npm run client-types and commit it\n',
  );
  process.exitCode = 1;
}
