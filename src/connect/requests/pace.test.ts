import { expect, test } from 'vitest';
import { createPace } from './pace.ts';

/** Sends requests as fast as the pace lets them go, after pauses at the places given; answers when each went. Milliseconds. */
async function sent(
  rate: number,
  count: number,
  pauses: Readonly<Record<number, number>>,
): Promise<number[]> {
  let now = 1_000_000;
  const sleep = async (milliseconds: number): Promise<void> => {
    now += milliseconds;
  };
  const pace = createPace(rate, { now: () => now, sleep } as Parameters<typeof createPace>[1]);
  const times: number[] = [];
  for (let place = 0; place < count; place++) {
    now += pauses[place] ?? 0;
    await pace.turn(new AbortController().signal);
    times.push(now);
  }
  return times;
}

test.each([
  ['ten a minute from the first on', 10, {}],
  ['ten a minute after a pause', 10, { 3: 90_000, 15: 7_000 }],
  ['2,400 a minute with late timers', 2400, { 10: 300, 20: 2_000, 400: 40 }],
])('no minute sees more than its rate: %s', async (_, rate, pauses) => {
  const times = await sent(rate, rate * 3, pauses);
  const most = Math.max(
    ...times.map((start) => times.filter((time) => time >= start && time < start + 60_000).length),
  );
  expect(most).toBeLessThanOrEqual(rate);
  expect(most).toBeGreaterThan(rate * 0.95);
});
