import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/database/client.ts';
import { type OwnPostgres, postgresPrograms } from '../harness/own-postgres.ts';
import { createReplicated, type Replicated, serverOn, untilItShows } from '../harness/replicated.ts';

const programs = postgresPrograms();

// Needs the programs of a PostgreSQL server: only servers of its own can be lost.
describe.skipIf(!programs)('the primary is lost', () => {
  let desk: Replicated;
  let behind: OwnPostgres;
  let ahead: OwnPostgres;

  beforeAll(async () => {
    desk = await createReplicated(programs ?? '', 2);
    [behind, ahead] = desk.replicas as [OwnPostgres, OwnPostgres];
  });

  afterAll(() => desk.destroy());

  test('a replica that had received more than the one that takes its place is left out', async () => {
    await behind.stop();
    await desk.grow(50);
    await untilItShows(ahead, 50);
    await desk.primary.stop();
    await behind.start();
    await behind.promote();
    const database = await openDatabase({ DATABASE_URL: behind.url, DATA_DIR: '' });
    const server = serverOn({ ...desk, database }, [ahead.url], {}, 60_000);
    await vi.waitFor(() => expect(server.told).toHaveLength(1), 20_000);
    expect(server.told[0]?.[1]).toBe('it has gone on where the primary never was');
    expect((await server.ask()).total).toBe(1);
    // It stays apart when the new primary has gone further, until somebody makes a replica of it again.
    await desk.growOn(database, 100);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(server.told).toHaveLength(1);
    expect((await server.ask()).total).toBe(100);
    await server.close();
    await database.close();
  });
});
