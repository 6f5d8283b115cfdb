import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { Prisma } from '../../database/generated/client.ts';
import { type PairAhead, pairsAhead } from '../measures/pairs.ts';
import { definitionOf } from './definitions.ts';

const instant = Temporal.Instant.from('2025-01-01T00:00:00Z');

const pairOn = (name: string, timeZone = 'UTC', offsetSeconds = 0): PairAhead => {
  const clock = { timeZone, stretches: [{ start: instant, end: instant, offsetSeconds }] };
  const pair = pairsAhead(clock).find((each) => each.name === name);
  if (!pair) throw new Error(`${name} is not counted ahead of time`);
  return pair;
};

test('a definition is of what is counted, not of how that is written down', () => {
  const createdByStatus = pairOn('createdByStatus');
  const { definition } = definitionOf(createdByStatus);
  expect(definitionOf({ ...createdByStatus, label: Prisma.sql`c.status::text\n ` })).toMatchObject({
    definition,
  });
  for (const changed of [
    { label: Prisma.sql`c.channel` },
    { key: Prisma.sql`0` },
    { condition: Prisma.sql`c.type = ${'chat'}` },
    { activity: 'touched' as const },
    { countedIn: 'whole' as const },
    { joins: () => Prisma.sql`cross join folders` },
  ])
    expect(definitionOf({ ...createdByStatus, ...changed }).definition).not.toBe(definition);
});

test('hours are defined alike in every zone', () => {
  const inZone = (zone: string, offsetSeconds: number) =>
    definitionOf(pairOn('createdByHour', zone, offsetSeconds));
  expect(inZone('Asia/Tokyo', 32_400)).toEqual(inZone('UTC', 0));
});
