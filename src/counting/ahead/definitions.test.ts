import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { Prisma } from '../../database/generated/client.ts';
import { createdByHour } from '../measures/hours.ts';
import { createdByStatus } from '../measures/measures.ts';
import { definitionOf } from './definitions.ts';

const instant = Temporal.Instant.from('2025-01-01T00:00:00Z');

test('a definition is of what is counted, not of how that is written down', () => {
  const { definition } = definitionOf(createdByStatus);
  expect(definitionOf({ ...createdByStatus, label: Prisma.sql`c.status::text\n ` })).toMatchObject({
    definition,
  });
  for (const changed of [
    { label: Prisma.sql`c.channel` },
    { key: Prisma.sql`0` },
    { condition: Prisma.sql`c.type = ${'chat'}` },
    { activity: 'touched' as const },
    { isOfWhole: true },
    { joins: () => Prisma.sql`cross join folders` },
  ])
    expect(definitionOf({ ...createdByStatus, ...changed }).definition).not.toBe(definition);
});

test('hours are defined alike in every zone', () => {
  const inZone = (zone: string, offsetSeconds: number) =>
    definitionOf(createdByHour(zone, [{ start: instant, end: instant, offsetSeconds }]));
  expect(inZone('Asia/Tokyo', 32_400)).toEqual(inZone('UTC', 0));
});
