import { readFile } from 'node:fs/promises';
import { type GraphQLSchema, parse, validate } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { z } from 'zod';
import { badRequest, forbidden, persistedQueryNotFound, persistedQueryNotSupported } from '../errors.ts';
import type { Settings } from '../settings.ts';
import { UsageError } from '../usage-error.ts';
import type { Params } from './request-params.ts';
import { defaultExtractPersistedOperationId, usePersistedOperations } from './yoga.ts';

const manifestSchema = z.union([
  // Apollo's tool, generate-persisted-query-manifest.
  z
    .object({ operations: z.array(z.object({ id: z.string(), body: z.string() })) })
    .transform(({ operations }) => new Map(operations.map(({ id, body }) => [id, body]))),
  // Relay's compiler, GraphQL Code Generator's client preset, and what is written by hand.
  z.record(z.string(), z.string()).transform((texts) => new Map(Object.entries(texts))),
]);

/** Operations by their id, and whether nothing else is answered. */
export interface PersistedOperations {
  readonly textOf: ReadonlyMap<string, string>;
  readonly only: boolean;
}

/**
 * Reads the manifest that `PERSISTED_OPERATIONS` names: a JSON object of operations by id, or what Apollo's tool writes;
 * undefined without the setting. Throws a `UsageError` where it cannot be read or holds an operation that the schema does not
 * answer.
 */
export async function readPersistedOperations(
  { PERSISTED_OPERATIONS: file, PERSISTED_OPERATIONS_ONLY: only }: Settings,
  schema: GraphQLSchema,
): Promise<PersistedOperations | undefined> {
  if (file === undefined) return undefined;
  const textOf = manifestOf(file, await readText(file));
  for (const [id, text] of textOf) assertAnswered(file, id, text, schema);
  return { textOf, only };
}

/**
 * Lets a request name an operation of the manifest, where there is one: as `extensions.persistedQuery.sha256Hash`, as Apollo's
 * clients do, or as `documentId`, as GraphQL over HTTP has it.
 */
export function useManifest(operations: PersistedOperations | undefined): Plugin {
  return usePersistedOperations({
    extractPersistedOperationId: (params: Params, request, context) =>
      documentIdOf(params) ?? defaultExtractPersistedOperationId(params, request, context),
    getPersistedOperation: (id) =>
      operations?.textOf.get(id) ?? operations?.textOf.get(payloadOf(id)) ?? null,
    allowArbitraryOperations: !operations?.only,
    customErrors: {
      notFound: operations ? persistedQueryNotFound : persistedQueryNotSupported,
      keyNotFound: () =>
        badRequest('Send a query, or the id of one as documentId or extensions.persistedQuery.sha256Hash.'),
      persistedQueryOnly: () =>
        forbidden('Only operations of the manifest are answered: send an id, no query.'),
    },
  });
}

function documentIdOf({ documentId }: Params): string | null {
  return typeof documentId === 'string' ? documentId : null;
}

/** GraphQL over HTTP writes what an id is before it; manifests hold the id alone. */
function payloadOf(id: string): string {
  return id.replace(/^sha256:/, '');
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`PERSISTED_OPERATIONS cannot be read: ${(error as Error).message}`);
  }
}

function manifestOf(file: string, text: string): ReadonlyMap<string, string> {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch {
    throw new UsageError(
      `PERSISTED_OPERATIONS ${file} must be a JSON object of operations by their id, or what Apollo's generate-persisted-query-manifest writes`,
    );
  }
}

function assertAnswered(file: string, id: string, text: string, schema: GraphQLSchema): void {
  const problem = problemOf(text, schema);
  if (problem !== undefined)
    throw new UsageError(`PERSISTED_OPERATIONS ${file}, operation ${id}: ${problem}`);
}

function problemOf(text: string, schema: GraphQLSchema): string | undefined {
  try {
    return validate(schema, parse(text))[0]?.message;
  } catch (error) {
    return (error as Error).message;
  }
}
