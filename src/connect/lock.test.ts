import { expect, test, vi } from 'vitest';
import type { Database } from '../database/client.ts';
import { lockConnection } from './lock.ts';

test('a lock whose release cannot be told still lets go of its session', async () => {
  const close = vi.fn(async () => {});
  const updateMany = vi.fn(async () => ({ count: 1 }));
  const session = { query: async () => ({ rows: [{ taken: true }] }), close };
  const database = { prisma: { connection: { updateMany } }, openSession: async () => session };
  const { release } = await lockConnection(database as unknown as Database, 1);
  updateMany.mockRejectedValue(new Error('the database is away'));
  await expect(release()).rejects.toThrow('the database is away');
  expect(close).toHaveBeenCalledOnce();
});
