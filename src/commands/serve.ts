import type { Command } from 'commander';
import { type Database, openCurrentDatabase, openDatabase } from '../database/client.ts';
import { limitsOf } from '../database/pool.ts';
import { UnreachableError } from '../database/postgres.ts';
import { type Settings, settingsOf } from '../settings.ts';

export function registerServe(program: Command): void {
  program
    .command('serve')
    .description('serve GraphQL at /graphql, with GraphiQL for a browser')
    .action(async () => {
      const settings = settingsOf(process.env);
      const graphiql = settings.GRAPHIQL && { title: 'deskgraph' };
      // The server is most of the program: the other commands start without it.
      const { serve } = await import('../server/serve.ts');
      await serve(await openForServing(settings), settings, graphiql);
    });
}

// A database that is away at the start is no reason to stay away too: requests are refused until it answers.
async function openForServing(settings: Settings): Promise<Database> {
  const limits = limitsOf(settings);
  try {
    return await openCurrentDatabase(settings, limits);
  } catch (error) {
    if (error instanceof UnreachableError) return openDatabase(settings, limits);
    throw error;
  }
}
