import { upperViewByRule, viewByRule } from '../../period/view-by.ts';
import { toSeriesQuestion } from '../../question/series.ts';
import { comparedPeriods, type QuestionInput, toSlice } from '../../question/slice.ts';
import { loadSeries } from '../../reports/volumes-by-channel/report.ts';
import type { ChannelVolume } from '../../reports/volumes-by-channel/shape.ts';
import { found } from '../answer.ts';
import type { ReportEndpoint } from '../source.ts';
import { type Parameters, parametersOf, readWord } from './parameters.ts';
import { printedInstant } from './print.ts';
import { assertRights, readQuestion } from './question.ts';

const views = { day: 'DAY', week: 'WEEK', month: 'MONTH' } as const;

type View = (typeof views)[keyof typeof views];

const ruleOf: Record<View, string> = {
  DAY: 'day is only allowed if the time range is <= 60 days',
  WEEK: 'week is only allowed if the time range is <= 1 year',
  MONTH: 'month is only allowed if the time range is >= 61 days',
};

/** Conversations created in each interval of a period, by type. */
export const volumeByChannel: ReportEndpoint = {
  method: 'GET',
  path: '/v2/reports/conversations/volume-by-channel',
  answer: async (asked) => {
    assertRights(asked);
    const { context, requestId } = asked;
    const parameters = parametersOf(asked.url.searchParams);
    const question = readQuestion(parameters);
    const viewBy = readViewBy(parameters, question, context.caller.account.timeZone);
    const input = parameters.accepted(question, requestId);
    const series = toSeriesQuestion(toSlice(input, context), viewBy, input.previous);
    const [current, previous] = await Promise.all(
      comparedPeriods(series).map(async (period) => (await loadSeries(context, series, period)).map(printed)),
    );
    return found({ current, previous });
  },
};

/** The width asked for, else a week, else a month. The limits of the periods are complained of as well. */
function readViewBy(parameters: Parameters, question: QuestionInput | null, zone: string): View | undefined {
  const asked = readWord(parameters, 'viewBy', views, { anyCase: true });
  if (!question || (asked === undefined && parameters.textOf('viewBy') !== undefined)) return undefined;
  const { period, previous } = question;
  const isWithin = (viewBy: View): boolean =>
    [period, previous].every((each) => !each || upperViewByRule(each, viewBy, zone) === undefined);
  const viewBy = asked ?? (isWithin('WEEK') ? 'WEEK' : 'MONTH');
  if (!isWithin(viewBy) || viewByRule(period, viewBy, zone) !== undefined)
    parameters.complain({ path: 'viewBy', message: ruleOf[viewBy], kind: 'Range' });
  return viewBy;
}

function printed({ date, chat, email, phone }: ChannelVolume) {
  return { date: printedInstant(date), chat, email, phone };
}
