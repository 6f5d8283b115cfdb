import { parseArgs } from 'node:util';
import { haproxyProgram } from '../harness/fleet.ts';
import { tryFleet } from '../harness/fleet-trial.ts';
import { pgbouncerProgram } from '../harness/pgbouncer.ts';

// By hand, after `npm run build`: processes behind haproxy, and PgBouncer between them and PostgreSQL, which are killed at random or
// restarted one after the other under load; each answer is compared with the right one. DATABASE_URL names a server, where a database
// is made for the trial; with `--replicas 2` there are a primary of its own and replicas that stream from it, which lag and go away now
// and then. Needs Debian's packages haproxy and pgbouncer.
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '300' },
    processes: { type: 'string', default: '4' },
    replicas: { type: 'string', default: '0' },
    lanes: { type: 'string', default: '8' },
    restart: { type: 'boolean', default: false },
  },
});
if (!haproxyProgram || !pgbouncerProgram) throw new Error('haproxy and pgbouncer are needed');
const { times, wrong, failed, failedInKilled, log, ...trial } = await tryFleet({
  serverUrl: process.env['DATABASE_URL'] ?? '',
  haproxy: haproxyProgram,
  processes: Number(values.processes),
  replicas: Number(values.replicas),
  lanes: Number(values.lanes),
  seconds: Number(values.seconds),
  environment: { ...(process.env['REDIS_URL'] && { REDIS_URL: process.env['REDIS_URL'] }) },
  fault: values.restart ? 'restarted one after the other' : 'killed at random',
});
const at = (share: number): string => `${(times[Math.floor(times.length * share)] ?? 0).toFixed(0)} ms`;
const counts = { wrong: wrong.length, failed: failed.length, failedInKilled: failedInKilled.length };
const latency = { median: at(0.5), '99 %': at(0.99), longest: at(0.999_999) };
process.stdout.write(`${JSON.stringify({ ...trial, ...counts, latency }, null, 2)}\n`);
for (const line of [...wrong, ...failed, ...failedInKilled].slice(0, 20)) process.stdout.write(`${line}\n`);
process.stdout.write(log);
if (wrong.length + failed.length > 0) process.exitCode = 1;
