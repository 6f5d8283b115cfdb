import { Counter, Gauge, type Registry } from 'prom-client';
import type { Replicas } from '../database/replicas.ts';

/** Measures how far replicas are, and what is read there. */
export function measureReplicas({ all, counts }: Replicas, registry: Registry): void {
  const registers = [registry];
  const labelNames = ['replica'];
  new Gauge({
    name: 'deskgraph_replica_lag_seconds',
    help: 'How old the rows of each read replica are; infinite where that is not known.',
    labelNames,
    registers,
    collect() {
      for (const { name, age } of all) this.set({ replica: name }, age() / 1000);
    },
  });
  new Gauge({
    name: 'deskgraph_replica_in_use',
    help: 'Whether requests are read on each replica: 1, or 0 where it is left out.',
    labelNames,
    registers,
    collect() {
      for (const { name, trouble } of all) this.set({ replica: name }, trouble() === null ? 1 : 0);
    },
  });
  new Counter({
    name: 'deskgraph_reads_total',
    help: 'Requests by the server that they began to be read on: a replica, or the primary.',
    labelNames: ['server'],
    registers,
    collect() {
      this.reset();
      for (const [server, count] of counts()) this.inc({ server }, count);
    },
  });
}
