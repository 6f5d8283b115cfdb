import type { Context } from '../../auth/context.ts';
import {
  type History,
  type HistoryInput,
  loadEntries,
  loadReplyStats,
  toHistory,
} from '../../reports/user-conversation-history/report.ts';
import { pagesOf, type UserConversationHistoryEntry } from '../../reports/user-conversation-history/shape.ts';
import { found } from '../answer.ts';
import { printedId } from '../id.ts';
import type { ReportEndpoint } from '../source.ts';
import { complainOfMissing, type Parameters, parametersOf, readNumber, readWord } from './parameters.ts';
import { assertRights, readQuestion } from './question.ts';

const statuses = { active: 'ACTIVE', pending: 'PENDING', closed: 'CLOSED' } as const;
const officeHours = { true: true, '1': true, yes: true, false: false, '0': false };
const sortOrders = { ASC: 'ASC', DESC: 'DESC' } as const;
const sortFields = {
  number: 'NUMBER',
  repliesSent: 'REPLIES_SENT',
  responseTime: 'RESPONSE_TIME',
  resolveTime: 'RESOLVE_TIME',
} as const;
// So the documentation prints it, and clients that were made from it send it.
const misprinted = { responseTviewByDescriptionime: 'RESPONSE_TIME' } as const;

/** The replies of a user in a period, in pages. */
export const conversationHistory: ReportEndpoint = {
  method: 'GET',
  path: '/v2/reports/user/conversation-history',
  answer: async (asked) => {
    assertRights(asked);
    const parameters = parametersOf(asked.url.searchParams);
    const input = parameters.accepted(readHistory(parameters), asked.requestId);
    return found(await loadReport(asked.context, await toHistory(input, asked.context)));
  },
};

function readHistory(parameters: Parameters): HistoryInput | null {
  const user = parameters.textOf('user');
  if (user === undefined) complainOfMissing(parameters, 'user');
  const question = readQuestion(parameters);
  const details = {
    status: readWord(parameters, 'status', statuses),
    officeHours: readWord(parameters, 'officeHours', officeHours, { told: officeHoursTold }) ?? false,
    page: readNumber(parameters, 'page', { most: 2_147_483_647, otherwise: 1 }),
    rows: readNumber(parameters, 'rows', { most: 50, otherwise: 25 }),
    sortField: readSortField(parameters) ?? 'NUMBER',
    sortOrder: readWord(parameters, 'sortOrder', sortOrders, { anyCase: true }) ?? 'DESC',
  } as const;
  return user === undefined || !question ? null : { ...question, ...details, user };
}

// In the order of the documentation; an object lists what looks like a number first.
const officeHoursTold = ['true', '1', 'yes', 'false', '0'];

function readSortField(parameters: Parameters) {
  const meanings = { ...sortFields, ...misprinted };
  return readWord(parameters, 'sortField', meanings, { told: Object.keys(sortFields) });
}

async function loadReport(context: Context, history: History) {
  const [entries, { replies }] = await Promise.all([
    loadEntries(context, history),
    loadReplyStats(context, history, history.period),
  ]);
  return {
    results: entries.map(printed),
    page: history.page,
    count: replies,
    pages: pagesOf(replies, history.rows),
  };
}

function printed(entry: UserConversationHistoryEntry) {
  const { conversationId, number, customers, status, avgHandleTime, ...times } = entry;
  return {
    id: printedId(conversationId),
    number,
    customers: customers.map((customer) => ({
      id: printedId(customer.id),
      ...(customer.name !== null && { name: customer.name }),
    })),
    status: status.toLowerCase(),
    avgHandleTime: avgHandleTime && Math.floor(avgHandleTime),
    firstResponseTime: times.firstResponseTime,
    repliesSent: times.repliesSent,
    responseTime: times.responseTime,
    resolveTime: times.resolveTime,
  };
}
