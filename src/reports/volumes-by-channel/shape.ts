import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { deltaOf } from '../../answering/comparison.ts';

/** Parses conversations created in a bucket, by type. */
export const volumeRow = z.object({
  period: z.int(),
  type: z.enum(['chat', 'email', 'phone']),
  count: z.int(),
});

type VolumeRow = z.infer<typeof volumeRow>;

export type Volume = Record<VolumeRow['type'], number>;

/** The volume of one bucket; `date` is its start. */
export type ChannelVolume = Volume & { readonly date: Temporal.Instant };

export type ChannelVolumeDeltas = Record<VolumeRow['type'] | 'total', number | null>;

export function volumeOf(rows: readonly Omit<VolumeRow, 'period'>[]): Volume {
  const volume: Volume = { chat: 0, email: 0, phone: 0 };
  for (const { type, count } of rows) volume[type] += count;
  return volume;
}

/** Changes of the sums over all buckets. Source: Help Scout. */
export function volumeDeltasOf(current: readonly Volume[], previous: readonly Volume[]): ChannelVolumeDeltas {
  const [now, before] = [sumOf(current), sumOf(previous)];
  return {
    chat: deltaOf(now.chat, before.chat),
    email: deltaOf(now.email, before.email),
    phone: deltaOf(now.phone, before.phone),
    total: deltaOf(now.total, before.total),
  };
}

function sumOf(volumes: readonly Volume[]): Record<VolumeRow['type'] | 'total', number> {
  const sum = { chat: 0, email: 0, phone: 0, total: 0 };
  for (const { chat, email, phone } of volumes) {
    sum.chat += chat;
    sum.email += email;
    sum.phone += phone;
    sum.total += chat + email + phone;
  }
  return sum;
}
