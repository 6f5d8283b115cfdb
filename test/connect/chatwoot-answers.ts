import {
  accountAnswer,
  agentsAnswer,
  conversationAnswer,
  conversationsAnswer,
  definitionsAnswer,
  eventsAnswer,
  inboxesAnswer,
  labelsAnswer,
  messagesAnswer,
  ratingsAnswer,
  rulesAnswer,
  teamsAnswer,
} from '../../src/connect/chatwoot/answers.ts';
import { mapConversation, type SourceParts } from '../../src/connect/chatwoot/conversation.ts';
import { listRecords } from '../../src/connect/chatwoot/lists.ts';
import {
  accountOf,
  conversationOf,
  definitionsOf,
  eventsOf,
  inboxesOf,
  messageOf,
  ratingsOf,
} from '../../src/connect/chatwoot/read-answers.ts';
import type { SourceLists } from '../../src/connect/chatwoot/source.ts';
import { readChatwootData } from './chatwoot-data.ts';

interface Exchange {
  readonly request: string;
  readonly status: number;
  readonly body: unknown;
}

const base = '/api/v1/accounts/1';

/** The recorded answer to a request, its status left aside. */
function answersByRequest(): (path: string) => unknown {
  const exchanges = readChatwootData('example-rest.json') as Exchange[];
  const bodies = new Map(exchanges.map(({ request, body }) => [request, body]));
  return (path) => bodies.get(`GET ${base}${path}`);
}

function listsOfAnswers(answerTo: (path: string) => unknown): SourceLists {
  return {
    account: accountOf(accountAnswer.parse(answerTo(''))),
    inboxes: inboxesOf(inboxesAnswer.parse(answerTo('/inboxes'))),
    agents: agentsAnswer.parse(answerTo('/agents')),
    teams: teamsAnswer.parse(answerTo('/teams')),
    labels: labelsAnswer.parse(answerTo('/labels')).payload.map(({ title }) => title),
    rules: rulesAnswer.parse(answerTo('/automation_rules')).payload,
    definitions: definitionsOf(
      definitionsAnswer.parse(
        answerTo('/custom_attribute_definitions?attribute_model=conversation_attribute'),
      ),
    ),
  };
}

/** The lists of the made-up account. */
export function restLists(): SourceLists {
  return listsOfAnswers(answersByRequest());
}

/** The whole made-up account as REST gives it, mapped without a server or a database. */
export function mapRestAccount() {
  const answerTo = answersByRequest();
  const ratings = ratingsOf(ratingsAnswer.parse(answerTo('/csat_survey_responses?sort=created_at&page=1')));
  const pages = [1, 2].map((page) =>
    conversationsAnswer.parse(
      answerTo(`/conversations?status=all&assignee_type=all&sort_by=created_at_asc&page=${page}`),
    ),
  );
  const found = pages
    .flatMap(({ data }) => data.payload)
    .map((answer) => {
      const conversation = conversationOf(conversationAnswer.parse(answer));
      const path = `/conversations/${conversation.id}`;
      const { payload } = messagesAnswer.parse(answerTo(`${path}/messages?after=0&before=2147483647`));
      return {
        conversation,
        messages: payload.map(messageOf),
        events: eventsOf(eventsAnswer.parse(answerTo(`${path}/reporting_events`))),
        ratings: ratings.filter(({ conversationId }) => conversationId === conversation.id),
      };
    });
  return mapAccount(listsOfAnswers(answerTo), found, false);
}

/** The records of an account, whichever way it was read. */
export function mapAccount(lists: SourceLists, found: readonly SourceParts[], tellsCampaigns: boolean) {
  const met = new Map();
  const context = {
    definitions: lists.definitions,
    met,
    types: new Map(),
    accountUrl: 'https://chat.example.com/app/accounts/1',
    ruleName: (id: number) => lists.rules.find((rule) => rule.id === id)?.name ?? undefined,
    tellsCampaigns,
  };
  const mapped = found.map((parts) => mapConversation(parts, context));
  const { records } = listRecords('acme', lists, {}, met);
  return {
    records: [...records, ...mapped.flatMap(({ mentioned, record }) => [...mentioned, record])],
    unfit: mapped.reduce((sum, { unfit }) => sum + unfit, 0),
    unknownClosings: mapped.flatMap(({ record: { id, status, closedAt } }) =>
      status === 'closed' && closedAt === undefined ? [id] : [],
    ),
  };
}
