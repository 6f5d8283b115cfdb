import type { Address } from '../../address/address.ts';
import { partOf } from '../../parts/part.ts';
import { useView } from '../../parts/use-view.ts';
import { useQuestion } from '../question.ts';
import { Channels } from './channels.tsx';
import { Headline } from './headline.tsx';
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
      <Headline {...shared} part={partOf(result, 'overall')} />
      <ResponseTimes {...shared} part={partOf(result, 'responseTimesReport')} />
      <Satisfaction {...shared} part={partOf(result, 'satisfactionReport')} />
      <Waiting {...shared} part={partOf(result, 'workloadReport')} />
      <Statuses {...shared} part={partOf(result, 'conversationsByStatusReport')} />
      <Channels {...shared} part={partOf(result, 'channelSummaryReport')} />
      <TopLists {...shared} part={partOf(result, 'top')} />
    </>
  );
}
