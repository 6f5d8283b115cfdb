import type { Habits } from '../requests/habits.ts';
import { nextMinute } from '../requests/minute.ts';

const busy = /took too long/;

/** Chatwoot refuses what comes too fast until its next whole minute, and gives up by itself on what takes more than 15 seconds. */
export const habits: Habits = {
  concurrency: 4,
  patience: 20_000,
  pauseAfter: (status, headers, now) => {
    if (status !== 429) return undefined;
    const after = headers.get('retry-after') ?? '';
    if (/^\d+$/.test(after)) return now + Number(after) * 1000;
    return nextMinute(headers, now) + 1000 + Math.random() * 4000;
  },
  isBusy: ({ status, body }) => status === 422 && busy.test(JSON.stringify(body)),
  redirects: 'followed',
  probe: '/api/v1/profile',
};
