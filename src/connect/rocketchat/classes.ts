import type { StatusLabel } from './answers.ts';
import { statusOf } from './room.ts';
import type { SourceRoom } from './source.ts';

/** Why Rocket.Chat's report counts a room otherwise than once under the status that it has. */
const roomClasses = [
  'heldUnserved',
  'reopened',
  'requeued',
  'heldReopened',
  'closedHeld',
  'closedNoDuration',
  'oddHold',
] as const;

type RoomClass = (typeof roomClasses)[number];

/** What each class adds to the numbers of Rocket.Chat's report: it counts by marks that rooms may have several of, or none. */
const effects: { readonly [Class in RoomClass]: readonly [StatusLabel, 1 | -1] } = {
  heldUnserved: ['Queued', 1],
  reopened: ['Closed', 1],
  requeued: ['Closed', 1],
  heldReopened: ['Closed', 1],
  closedHeld: ['On_Hold', 1],
  closedNoDuration: ['Closed', -1],
  oddHold: ['Open', -1],
};

/** The one status of a room, in the words of the report. */
export function labelOf(room: SourceRoom): StatusLabel {
  const status = statusOf(room);
  if (status === 'closed') return 'Closed';
  if (status === 'on_hold') return 'On_Hold';
  return room.servedBy ? 'Open' : 'Queued';
}

/** The classes that a room belongs to. */
function classesOf(room: SourceRoom): RoomClass[] {
  const hasDuration = room.chatDuration !== null && room.chatDuration !== 0;
  const label = labelOf(room);
  const isOf: { readonly [Class in RoomClass]: boolean } = {
    heldUnserved: label === 'On_Hold' && !room.servedBy,
    reopened: label === 'Open' && hasDuration,
    requeued: label === 'Queued' && hasDuration,
    heldReopened: label === 'On_Hold' && hasDuration,
    closedHeld: label === 'Closed' && room.hold === 'held',
    closedNoDuration: label === 'Closed' && !hasDuration,
    oddHold: label === 'Open' && room.hold === 'odd',
  };
  return roomClasses.filter((name) => isOf[name]);
}

/** How many rooms of a period are of each class. */
export type ClassCounts = ReadonlyMap<RoomClass, number>;

export function countClasses(rooms: readonly SourceRoom[]): ClassCounts {
  const counts = new Map<RoomClass, number>();
  for (const name of rooms.flatMap(classesOf)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** The equation of one status: what Rocket.Chat's report must say where deskgraph counts so many. */
export interface Equation {
  readonly expected: number;
  /** Such as `Queued 1 + heldUnserved 1`. */
  readonly text: string;
}

export function equationOf(label: StatusLabel, ours: number, classes: ClassCounts): Equation {
  const terms = roomClasses.flatMap((name) => {
    const [of, sign] = effects[name];
    const count = classes.get(name) ?? 0;
    return of === label && count > 0 ? [{ name, sign, count }] : [];
  });
  return {
    expected: terms.reduce((sum, { sign, count }) => sum + sign * count, ours),
    text: [
      `${label} ${ours}`,
      ...terms.map(({ name, sign, count }) => `${sign > 0 ? '+' : '−'} ${name} ${count}`),
    ].join(' '),
  };
}
