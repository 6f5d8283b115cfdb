import { readFile } from 'node:fs/promises';
import { usePersistedOperations } from '@graphql-yoga/plugin-persisted-operations';
import { type GraphQLSchema, parse, validate } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { z } from 'zod';
import { badRequest, forbidden } from '../errors.ts';
import type { Settings } from '../settings.ts';
import { UsageError } from '../usage-error.ts';

const manifest = z.record(z.string(), z.string());

/** Operations by their id, and whether nothing else is answered. */
export interface PersistedOperations {
  readonly textOf: ReadonlyMap<string, string>;
  readonly only: boolean;
}

/**
 * Reads the manifest that `PERSISTED_OPERATIONS` names, a JSON object of operations by id; undefined without the setting.
 * Throws a `UsageError` where it cannot be read or holds an operation that the schema does not answer.
 */
export async function readPersistedOperations(
  { PERSISTED_OPERATIONS: file, PERSISTED_OPERATIONS_ONLY: only }: Settings,
  schema: GraphQLSchema,
): Promise<PersistedOperations | undefined> {
  if (file === undefined) return undefined;
  const textOf = new Map(Object.entries(manifestOf(file, await readText(file))));
  for (const [id, text] of textOf) assertAnswered(file, id, text, schema);
  return { textOf, only };
}

/** Lets a request name an operation of the manifest, as Apollo's clients do: `extensions.persistedQuery.sha256Hash`. */
export function useManifest({ textOf, only }: PersistedOperations): Plugin {
  return usePersistedOperations({
    getPersistedOperation: (id) => textOf.get(id) ?? null,
    allowArbitraryOperations: !only,
    customErrors: {
      notFound: () => badRequest('No operation has this id: extensions.persistedQuery.sha256Hash.'),
      keyNotFound: () =>
        badRequest('Send a query, or the id of one as extensions.persistedQuery.sha256Hash.'),
      persistedQueryOnly: () =>
        forbidden('Only operations of the manifest are answered: send an id, no query.'),
    },
  });
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`PERSISTED_OPERATIONS cannot be read: ${(error as Error).message}`);
  }
}

function manifestOf(file: string, text: string): z.infer<typeof manifest> {
  try {
    return manifest.parse(JSON.parse(text));
  } catch {
    throw new UsageError(`PERSISTED_OPERATIONS ${file} must be a JSON object of operations by their id`);
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
