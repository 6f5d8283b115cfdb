import type { IsoWeekday, OfficeHours, OfficeInterval } from '../../period/office-hours.ts';
import { timeZoneOf } from '../../period/zone.ts';
import type { SourceInbox, SourceLists, WorkingDay } from './source.ts';

export interface Schedule {
  readonly timeZone: string;
  readonly officeHours: OfficeHours;
  /** What the person who connects should know of how these were found. */
  readonly notices: readonly string[];
}

export interface ScheduleOptions {
  readonly timeZone?: string | undefined;
  /** The inbox whose hours are the account's. */
  readonly officeHours?: number | undefined;
}

/**
 * The account's zone and office hours. Chatwoot keeps these by the inbox, deskgraph by the account: where inboxes differ the hours
 * stay off, and a notice names them.
 */
export function scheduleOf(lists: SourceLists, options: ScheduleOptions): Schedule {
  const { timeZone, notices } = zoneOf(lists, options);
  const { officeHours, notice } = hoursOf(lists.inboxes, timeZone, options);
  return { timeZone, officeHours, notices: notice === undefined ? notices : [...notices, notice] };
}

function zoneOf({ account, inboxes }: SourceLists, options: ScheduleOptions) {
  if (options.timeZone !== undefined) return { timeZone: options.timeZone, notices: [] };
  const notices = account.timeZones
    .filter((name) => timeZoneOf(name) === undefined)
    .map((name) => `the account's time zone "${name}" is no IANA name; set --time-zone`);
  const named = account.timeZones.map(timeZoneOf).find((zone) => zone !== undefined);
  if (named !== undefined) return { timeZone: named, notices };
  const zones = new Set(
    inboxes.filter((inbox) => inbox.hasWorkingHours).map(({ timeZone }) => timeZoneOf(timeZone ?? '')),
  );
  const [shared] = zones;
  if (zones.size === 1 && shared !== undefined) return { timeZone: shared, notices };
  return {
    timeZone: 'UTC',
    notices: [...notices, 'the account has no time zone: UTC is taken; set --time-zone'],
  };
}

function hoursOf(inboxes: readonly SourceInbox[], timeZone: string, options: ScheduleOptions) {
  const disabled = { enabled: false, days: [] };
  if (options.officeHours !== undefined) {
    const chosen = inboxes.find(({ id }) => id === options.officeHours);
    if (!chosen)
      return {
        officeHours: disabled,
        notice: `there is no inbox ${options.officeHours} to take office hours from`,
      };
    return { officeHours: { enabled: true, days: intervalsOf(chosen) } };
  }
  const working = inboxes.filter(({ hasWorkingHours }) => hasWorkingHours);
  const [first] = working;
  if (!first) return { officeHours: disabled };
  const week = JSON.stringify(intervalsOf(first));
  const isShared = working.every(
    (inbox) => JSON.stringify(intervalsOf(inbox)) === week && timeZoneOf(inbox.timeZone ?? '') === timeZone,
  );
  if (isShared) return { officeHours: { enabled: true, days: intervalsOf(first) } };
  const names = working.map(({ id, name }) => `${id} (${name})`).join(', ');
  return {
    officeHours: disabled,
    notice: `inboxes ${names} have different working hours or zones, so office hours are off; --office-hours INBOX takes those of one`,
  };
}

function intervalsOf({ workingHours }: SourceInbox): OfficeInterval[] {
  return workingHours.flatMap(intervalOf).sort((one, other) => one.day - other.day);
}

function intervalOf(hours: WorkingDay): OfficeInterval[] {
  if (hours.closed) return [];
  const day = (hours.day === 0 ? 7 : hours.day) as IsoWeekday;
  if (hours.allDay) return [{ day, from: '00:00', to: '24:00' }];
  const from = timeOf(hours.openHour, hours.openMinutes);
  const to = timeOf(hours.closeHour, hours.closeMinutes);
  return from < to ? [{ day, from, to }] : [];
}

function timeOf(hour: number | null, minutes: number | null): string {
  return `${String(hour ?? 0).padStart(2, '0')}:${String(minutes ?? 0).padStart(2, '0')}`;
}
