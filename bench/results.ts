import { cpus, totalmem } from 'node:os';
import type { Change } from './change.ts';
import type { Filled } from './data.ts';
import type { Throughput } from './http.ts';
import type { Measured } from './measure.ts';
import type { Own } from './own.ts';

/** What one run of the benchmark found. Parts that were not asked for are missing. */
export interface Results extends Filled {
  readonly machine: string;
  readonly embedded: boolean;
  readonly conversations: number;
  readonly smallAccounts: number;
  readonly seed: number;
  readonly reports?: readonly Measured[];
  readonly more?: readonly Measured[];
  readonly together?: readonly Measured[];
  readonly own?: readonly Own[];
  readonly change?: Change;
  readonly duckdb?: { readonly version: string; readonly rows: readonly Measured[] };
  readonly http?: readonly Throughput[];
}

export function machineName(engine: string): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpu?.model ?? 'unknown processor'}, ${memory} GB, Node ${process.version}, ${engine}`;
}
