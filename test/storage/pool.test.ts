import { expect, test } from 'vitest';
import { openDatabase } from '../../src/database/client.ts';
import { createPool } from '../../src/database/pool.ts';
import { withinScope } from '../../src/database/scope.ts';
import { serverOf } from '../../src/database/server.ts';
import { freshPlace } from '../harness/database.ts';

const serverUrl = process.env['TEST_DATABASE_URL'];

// The embedded database has no connections.
test.runIf(serverUrl)(
  'a statement that is given up before it is sent leaves its connection to others',
  async () => {
    const pool = createPool(serverOf(serverUrl ?? ''), { connections: 1 });
    const askProcess = () => pool.query({ text: 'select pg_backend_pid()', rowMode: 'array' });
    const { rows } = await askProcess();
    const giveUp = new AbortController();
    const busy = await pool.connect();
    const queued = withinScope(giveUp.signal, askProcess);
    giveUp.abort(new Error('given up'));
    busy.release();
    await expect(queued).rejects.toThrow('given up');
    expect((await askProcess()).rows).toEqual(rows);
    await pool.end();
  },
);

// A process would live on for the ten seconds that a connection without work is kept.
test.runIf(serverUrl)(
  'a database that is closed has no connection left, whoever has used which',
  async () => {
    const place = await freshPlace();
    const { pool, probePool, close } = await openDatabase(place.settings);
    await probePool?.query({ text: 'select 1', rowMode: 'array' });
    await close();
    expect([pool?.ended, probePool?.ended]).toEqual([true, true]);
    expect([pool?.totalCount, probePool?.totalCount]).toEqual([0, 0]);
    await place.drop();
  },
);
