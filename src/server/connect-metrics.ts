import { Counter, Gauge, type Registry } from 'prom-client';
import { type ConnectionTotals, readConnectionTotals } from '../connect/totals.ts';
import type { Database } from '../database/client.ts';
import { withinScope } from '../database/scope.ts';

/** Metrics do not wait longer for the database. */
const totalsMilliseconds = 1000;

const labelNames = ['account', 'source'] as const;

/** Measures what is copied from other products, and gives the counter of the requests that this takes. */
export function measureConnections(database: Database, registry: Registry): Counter<'account' | 'status'> {
  const registers = [registry];
  const totals = createTotals(database);
  const gaugeOf = (
    name: string,
    help: string,
    measure: (totals: ConnectionTotals) => number | null,
  ): void => {
    new Gauge({
      name: `deskgraph_connect_${name}`,
      help,
      labelNames,
      registers,
      async collect() {
        this.reset();
        for (const one of await totals()) {
          const value = measure(one);
          if (value !== null) this.set({ account: one.accountId, source: one.source }, value);
        }
      },
    });
  };
  gaugeOf(
    'lag_seconds',
    'Time since the last round of changes that was stored began.',
    ({ state: { polledAt } }) => (polledAt === null ? null : Math.max(0, (Date.now() - polledAt) / 1000)),
  );
  gaugeOf('conversations', 'Conversations that are known of the source.', (one) => one.conversations);
  gaugeOf('unreadable', 'Conversations that the source has and cannot show.', (one) => one.unreadable);
  gaugeOf(
    'last_check',
    'When the copy was last compared with its source, in seconds since 1970.',
    ({ state: { lastCheck } }) => lastCheck && lastCheck.at / 1000,
  );
  return new Counter({
    name: 'deskgraph_connect_requests_total',
    help: 'Requests to connected sources, by the HTTP status that came back; 0 where none did.',
    labelNames: ['account', 'status'],
    registers,
  });
}

/** Reads the totals once for all gauges that ask for them together. Without the database there are none. */
function createTotals(database: Database): () => Promise<readonly ConnectionTotals[]> {
  let reading: Promise<readonly ConnectionTotals[]> | undefined;
  return () => {
    reading ??= withinScope(AbortSignal.timeout(totalsMilliseconds), () => readConnectionTotals(database))
      .catch(() => [])
      .finally(() => {
        reading = undefined;
      });
    return reading;
  };
}
