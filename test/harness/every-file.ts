import { afterAll, expect } from 'vitest';
import { selectConnections } from '../../src/connect/connections.ts';
import { selectReceivers } from '../../src/connect/hooks/stored.ts';
import { selectConnectionTotals } from '../../src/connect/totals.ts';
import { selectUncountedAccounts } from '../../src/counting/ahead/counted.ts';
import { selectStaleMonths } from '../../src/counting/ahead/refresh.ts';
import { selectImportTotals } from '../../src/import/tally-store.ts';
import { tablesWithoutAccount } from './account-wall.ts';
import { statementsSent } from './database.ts';

// What goes through all accounts, and answers no request.
const acrossAccounts = new Set([
  selectStaleMonths.sql,
  selectUncountedAccounts().text,
  selectImportTotals.sql,
  selectConnections.sql,
  selectReceivers.sql,
  selectConnectionTotals.sql,
]);

const leaks: string[] = [];
const noteLeak = ({ name, message }: Error): void => {
  if (name === 'MaxListenersExceededWarning') leaks.push(message);
};
process.on('warning', noteLeak);

// The second wall between accounts: whatever a test was about, none of its statements may read a table without saying whose rows.
afterAll(async () => {
  const breaches: { sql: string; tables: string[] }[] = [];
  for (const sql of statementsSent) {
    if (acrossAccounts.has(sql)) continue;
    const tables = await tablesWithoutAccount(sql);
    if (tables.length > 0) breaches.push({ sql, tables });
  }
  // The next file of the process is told its own.
  statementsSent.clear();
  expect(breaches).toEqual([]);
});

// Nor may listeners pile up, as they do where one is not taken away again; this file's own is.
afterAll(() => {
  process.off('warning', noteLeak);
  expect(leaks).toEqual([]);
});
