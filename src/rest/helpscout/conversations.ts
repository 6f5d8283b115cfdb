import type { Context } from '../../auth/context.ts';
import { type Slice, toSlice } from '../../question/slice.ts';
import { loadBusyTimes } from '../../reports/conversations/busy.ts';
import { loadCustomerEntries } from '../../reports/conversations/customers.ts';
import { loadFields } from '../../reports/conversations/fields.ts';
import { loadFilterTags } from '../../reports/conversations/filter-tags.ts';
import type { TopKind } from '../../reports/conversations/shape.ts';
import { loadTopEntries, loadUses } from '../../reports/conversations/top.ts';
import { loadCount } from '../../reports/counts.ts';
import { found } from '../answer.ts';
import type { ReportEndpoint } from '../source.ts';
import { printedCustomer, printedFields, printedTag, printedUsage } from './entries.ts';
import { loadFigures } from './figures.ts';
import { parametersOf } from './parameters.ts';
import { assertRights, readQuestion } from './question.ts';

/** How long the source's top lists are. */
const first = 10;

/** Conversations of a period as a whole. */
export const conversations: ReportEndpoint = {
  method: 'GET',
  path: '/v2/reports/conversations',
  answer: async (asked) => {
    assertRights(asked);
    const parameters = parametersOf(asked.url.searchParams);
    const question = parameters.accepted(readQuestion(parameters), asked.requestId);
    return found(await loadReport(asked.context, toSlice(question, asked.context)));
  },
};

/** Everything is asked for at once, so that it is read in few statements. */
async function loadReport(context: Context, slice: Slice) {
  const [filterTags, busy, figures, tags, customers, replies, workflows, fields] = await Promise.all([
    loadFilterTags(context),
    loadBusyTimes(context, slice),
    loadFigures(context, slice),
    loadTags(context, slice),
    loadCustomers(context, slice),
    loadUsages(context, slice, 'savedReply'),
    loadUsages(context, slice, 'workflow'),
    loadFields(context, slice),
  ]);
  return {
    filterTags: filterTags.map(printedTag),
    busiestDay: busy && { day: busy.day, hour: busy.hour, count: busy.count },
    busyTimeStart: busy?.start ?? null,
    busyTimeEnd: busy && busy.start + 2,
    ...figures,
    tags,
    customers,
    replies,
    workflows,
    customFields: { count: fields.length, fields: fields.map(printedFields) },
  };
}

async function loadTags(context: Context, slice: Slice) {
  const [count, entries] = await Promise.all([
    loadCount(context, { scope: slice, period: slice.period, measure: 'tagged' }),
    loadTopEntries(context, { slice, kind: 'tag', first }),
  ]);
  return { count, top: entries.map(printedUsage) };
}

async function loadCustomers(context: Context, slice: Slice) {
  const [count, entries] = await Promise.all([
    loadCount(context, { scope: slice, period: slice.period, measure: 'touched' }),
    loadCustomerEntries(context, { slice, first }),
  ]);
  return { count, top: entries.map(printedCustomer) };
}

async function loadUsages(context: Context, slice: Slice, kind: TopKind) {
  const question = { slice, kind, first };
  const [count, entries] = await Promise.all([
    loadUses(context, question),
    loadTopEntries(context, question),
  ]);
  return { count, top: entries.map(printedUsage) };
}
