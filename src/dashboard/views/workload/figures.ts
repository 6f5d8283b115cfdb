import type { Conditions } from '../links.ts';

/** Who waits for an answer, whoever waits longest first. */
export const waitingRows: Conditions = {
  ever: 'true',
  isWaiting: 'true',
  orderBy: 'WAITING_SINCE',
  direction: 'ASC',
};

/** The figures of how things stand and the conversations behind each, of whatever time. */
export const figures = [
  ['open', { ever: 'true', statuses: 'OPEN' }],
  ['unassigned', { ever: 'true', statuses: 'OPEN', isAssigned: 'false' }],
  ['pending', { ever: 'true', statuses: 'PENDING' }],
  ['snoozed', { ever: 'true', statuses: 'SNOOZED' }],
  ['onHold', { ever: 'true', statuses: 'ON_HOLD' }],
  ['waiting', waitingRows],
] as const satisfies readonly (readonly [string, Conditions])[];
