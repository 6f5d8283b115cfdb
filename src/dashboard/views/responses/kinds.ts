import type { ResultOf } from '../../graphql.ts';
import type { ValueOf } from '../../parts/part.ts';
import type { Conditions } from '../links.ts';
import type { responsesQuery } from './query.ts';

/** The lengths of time that have a distribution and a series. */
export const kinds = ['firstResponse', 'response', 'resolution'] as const;
export type Kind = (typeof kinds)[number];

type Answer = ResultOf<typeof responsesQuery>;
export type Report = ValueOf<Answer, 'responseTimesReport'>;
export type Series = ValueOf<Answer, 'overTime'>['series'];

/** The conversations that each is measured in, the slowest first. */
export const rowsOf: Readonly<Record<Kind | 'handle', Conditions>> = {
  firstResponse: { activity: 'FIRST_REPLIED', firstResponseFrom: '0', orderBy: 'FIRST_RESPONSE_TIME' },
  response: { activity: 'REPLIED', responseFrom: '0' },
  resolution: { activity: 'RESOLVED', orderBy: 'RESOLVE_TIME' },
  handle: { activity: 'REPLIED', handleFrom: '0' },
};
