import type { Address } from '../../address/address.ts';
import { partOf } from '../../parts/part.ts';
import { useView } from '../../parts/use-view.ts';
import { useQuestion } from '../question.ts';
import { Activity } from './activity.tsx';
import { BusyTimes } from './busy-times.tsx';
import { Channels } from './channels.tsx';
import { OverTime } from './over-time.tsx';
import { overviewQuery } from './query.ts';
import { ResponseTimes } from './response-times.tsx';
import { Satisfaction } from './satisfaction.tsx';
import { Statuses } from './statuses.tsx';
import { TopLists } from './top-lists.tsx';
import { Waiting } from './waiting.tsx';

/** The period at a glance. */
export function Overview({ address }: { address: Address }) {
  const [result, retry] = useView(overviewQuery, useQuestion(address));
  const shared = { address, retry };
  return (
    <>
      <Activity {...shared} part={partOf(result, 'activityReport')} />
      <ResponseTimes {...shared} part={partOf(result, 'responseTimesReport')} />
      <Satisfaction {...shared} part={partOf(result, 'satisfactionReport')} />
      <Waiting {...shared} part={partOf(result, 'workloadReport')} />
      <OverTime {...shared} part={partOf(result, 'overTime')} />
      <Statuses {...shared} part={partOf(result, 'conversationsByStatusReport')} />
      <Channels {...shared} part={partOf(result, 'channelSummaryReport')} />
      <BusyTimes {...shared} part={partOf(result, 'busyTimesReport')} />
      <TopLists {...shared} part={partOf(result, 'top')} />
    </>
  );
}
