import { createContext, useContext } from 'react';
import { graphql, type ResultOf } from '../graphql.ts';

/** What every view needs to know of the account, and what the filter can choose from. */
export const frameQuery = graphql(`
  query Frame($recently: PeriodInput!) {
    account { name timeZone plan officeHoursEnabled }
    mailboxes { id name }
    users { id name }
    teams { id name }
    tags { id name }
    channelSummaryReport(period: $recently) { current { channel } }
  }
`);

export type Frame = ResultOf<typeof frameQuery>;

export const FrameContext = createContext<Frame | null>(null);

export function useFrame(): Frame {
  const frame = useContext(FrameContext);
  if (!frame) throw new Error('There is no frame around this part of the page.');
  return frame;
}
