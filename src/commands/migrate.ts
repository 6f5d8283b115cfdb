import type { Command } from 'commander';
import { migrateDatabase } from '../database/client.ts';
import { settingsOf } from '../settings.ts';

export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the database to the current schema')
    .action(async () => {
      const applied = await migrateDatabase(settingsOf(process.env));
      const lines = applied.map((name) => `applied ${name}\n`);
      process.stdout.write(lines.join('') || 'the database is current\n');
    });
}
