import { describe, expect, test } from 'vitest';
import { scheduleOf } from '../../src/connect/chatwoot/office-hours.ts';
import type { SourceLists } from '../../src/connect/chatwoot/source.ts';
import { restLists } from './chatwoot-answers.ts';
import { hasChatwootData } from './chatwoot-data.ts';

const weekdays = [1, 2, 4, 5].map((day) => ({ day, from: '09:00', to: '17:30' }));
const week = [...weekdays, { day: 3, from: '00:00', to: '24:00' }].sort((one, other) => one.day - other.day);
const off = { enabled: false, days: [] };
const on = { enabled: true, days: week };

/** The lists with the zone of one inbox, or the names of the account's zones, changed. */
function changed(inbox: number, timeZone: string | null, timeZones?: string[]): SourceLists {
  const lists = restLists();
  const inboxes = lists.inboxes.map((one) => (one.id === inbox ? { ...one, timeZone } : one));
  return { ...lists, inboxes, account: timeZones ? { ...lists.account, timeZones } : lists.account };
}

const differ = expect.stringMatching(
  /^inboxes 10 \(Site\), 11 \(Support mail\) have different working hours/,
);

describe.skipIf(!hasChatwootData)('zone and office hours', () => {
  test.each([
    ['are those that all inboxes with hours share', [], {}, 'Europe/Paris', on, []],
    ['stay off where inboxes differ', [11, 'UTC'], {}, 'Europe/Paris', off, [differ]],
    ['are those of the inbox that is chosen', [11, 'UTC'], { officeHours: 10 }, 'Europe/Paris', on, []],
    ['stay off where the zone given is another', [], { timeZone: 'Asia/Tokyo' }, 'Asia/Tokyo', off, [differ]],
    [
      "come from the inboxes where the account's zone has no IANA name",
      [0, null, ['Paris']],
      {},
      'Europe/Paris',
      on,
      [`the account's time zone "Paris" is no IANA name; set --time-zone`],
    ],
    [
      'are UTC where nobody tells a zone',
      [11, 'UTC', []],
      {},
      'UTC',
      off,
      ['the account has no time zone: UTC is taken; set --time-zone', differ],
    ],
  ] as const)('%s', (_name, [inbox = 0, zone = null, zones], options, timeZone, officeHours, notices) => {
    const lists = changed(inbox, zone, zones && [...zones]);
    expect(scheduleOf(lists, options)).toEqual({ timeZone, officeHours, notices });
  });
});
