import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listTokens, revokeToken, tokenIdOf } from '../../src/auth/tokens.ts';
import type { Database } from '../../src/database/client.ts';
import { reports } from '../../src/reports/index.ts';
import { schema } from '../../src/schema/schema.ts';
import { createAccount } from '../harness/account.ts';
import { type Ask, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { deskIn, everybodys, theirs } from '../harness/walled-desk.ts';

let database: Database;
let asLimited: Ask;
let asAlone: Ask;

// The limited token sees one of two mailboxes; `alone` is an account that has only what that token may see.
beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'ours', { records: [...everybodys, ...deskIn('m1'), ...deskIn('m2')] });
  await createAccount(database, 'alone', { records: [...everybodys, ...deskIn('m1')] });
  await createAccount(database, 'theirs', { records: [...everybodys, ...theirs] });
  asLimited = clientOf(database, await tokenFor(database, 'ours', { mailboxIds: ['m1'] }));
  asAlone = clientOf(database, await tokenFor(database, 'alone'));
});

afterAll(() => database.close());

const period = 'period: { start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z" }';
const stats =
  'startDate endDate totalConversations conversationsCreated newConversations customers conversationsPerDay';
const numbers = `id conversations(${period}) { current { ${stats} } }`;
const top = (id: string) => `count top { ${id} name count percent }`;

/** The same question about everything, about what is hidden, about what is another's, and about all of it by name. */
const about = (question: (filter: string) => string) =>
  [
    '',
    'mailboxes: ["m2"]',
    'mailboxes: ["m3"]',
    'mailboxes: ["m1", "m2", "m3"]',
    'folders: ["folder-m2", "folder-m3"]',
    'tags: ["tag-m3", "tag"]',
    'assignees: ["user-m3", "user"], teams: ["team-m3", "team"]',
    'channels: ["m2", "m3"]',
    'customers: ["customer-m2", "customer-m3"], statuses: [OPEN], isAssigned: true',
  ]
    .map((filter, index) => `r${index}: ${question(`filter: { ${filter} }`)}`)
    .join(' ');

const reportAbout = (field: string, selection: string, args = '') =>
  about((filter) => `${field}(${period} ${filter} ${args}) { ${selection} }`);

const row =
  'id number channel mailbox { id } folderId customer { id } assignee { id } team { id } tags { id } repliesSent';

const dimensions = [
  'MAILBOX',
  'FOLDER',
  'USER',
  'TEAM',
  'TAG',
  'CUSTOMER',
  'CHANNEL',
  'TYPE',
  'STATUS',
  'PRIORITY',
];
const figures = 'current { conversationsTouched repliesSent customersReplied medianResponseTime ratings }';
const breakdown = `count rows { key name ${figures} } total { ${figures} }`;

const byId = (field: string, prefix: string) =>
  ['m1', 'm2', 'm3'].map((id) => `${id}: ${field}(id: "${prefix}${id}") { ${numbers} }`).join(' ');

const types = ['Mailbox', 'User', 'Team', 'Tag', 'Customer', 'Conversation'];
const references = [
  'm1',
  'm2',
  'm3',
  'user',
  'user-m3',
  'team',
  'team-m3',
  'tag',
  'tag-m3',
  'customer-m1',
  'customer-m2',
  'customer-m3',
  '1',
  '2',
  '3',
]
  .flatMap((id) => types.map((type) => `{ __typename: "${type}", id: "${id}" }`))
  .join(' ');

const questions: Record<string, string> = {
  account: 'account { timeZone plan officeHoursEnabled }',
  mailboxes: `mailboxes { ${numbers} }`,
  mailbox: byId('mailbox', ''),
  users: `users { ${numbers} }`,
  user: `user(id: "user") { ${numbers} } theirs: user(id: "user-m3") { id }`,
  teams: `teams { ${numbers} }`,
  team: `team(id: "team") { ${numbers} } theirs: team(id: "team-m3") { id }`,
  tags: `tags { ${numbers} }`,
  tag: `tag(id: "tag") { ${numbers} } untagged: tag(id: "1") { ${numbers} } theirs: tag(id: "tag-m3") { id }`,
  customers: `customers { edges { node { ${numbers} } } pageInfo { hasNextPage } } found: customers(search: "m2") { edges { node { id } } }`,
  customer: byId('customer', 'customer-'),
  conversations: `all: conversations { totalCount nodes { ${row} } } ${reportAbout(
    'conversations',
    `totalCount edges { cursor node { ${row} } } pageInfo { hasNextPage endCursor }`,
  )} ${[
    'field: "field-m2", answered: true',
    'field: "field-m3", answered: false',
    'workflow: "workflow-m2"',
    'savedReply: "reply-m3"',
    'firstRepliedBy: "user-m3"',
    'ratedUser: "user-m3"',
    'ratingScore: GREAT',
    'responseTime: {}',
    'isWaiting: true',
  ]
    .map((where, index) => `w${index}: conversations(${period} where: { ${where} }) { totalCount }`)
    .join(' ')} ${['RECEIVED', 'FIRST_REPLIED', 'CLOSED', 'RATED']
    .map((activity) => `a${activity}: conversations(${period} activity: ${activity}) { totalCount }`)
    .join(' ')}`,
  conversation: ['1', '2', '3'].map((id) => `c${id}: conversation(id: "${id}") { ${row} }`).join(' '),
  conversationsReport: reportAbout(
    'conversationsReport',
    `filterTags { id } busiestDay { day hour count } current { ${stats} } tags { ${top('tagId')} } customers { ${top('customerId')} } replies { ${top('savedReplyId')} }
     workflows { ${top('workflowId')} } customFields { count fields { fieldId values { optionId count } summary { total totalAnswered } } }`,
  ),
  volumesByChannelReport: reportAbout('volumesByChannelReport', 'current { date email }'),
  userConversationHistoryReport: reportAbout(
    'userConversationHistoryReport',
    'count results { conversationId repliesSent customers { id } } current { replies conversations customers }',
    'user: "user"',
  ),
  channelSummaryReport: reportAbout('channelSummaryReport', 'current { channel total }'),
  conversationsByStatusReport: reportAbout('conversationsByStatusReport', 'current { total }'),
  breakdownReport: `${reportAbout('breakdownReport', breakdown, 'by: CUSTOMER')} ${dimensions
    .map((by) => `${by}: breakdownReport(${period} by: ${by}) { ${breakdown} }`)
    .join(' ')}`,
  responseTimesReport: reportAbout(
    'responseTimesReport',
    `current { ${['firstResponse', 'response', 'resolution', 'handle'].map((kind) => `${kind} { count average median max ranges { count } }`).join(' ')} resolvedOnFirstReply }
     series { current { response { count } } }`,
  ),
  activityReport: reportAbout(
    'activityReport',
    `current { conversationsCreated conversationsTouched messagesReceived repliesSent conversationsReplied customersReplied
       resolutions reopenings }
     series(viewBy: WEEK) { current { messagesReceived customersReplied } }`,
  ),
  busyTimesReport: `${reportAbout('busyTimesReport', 'current { day hour count }', 'activity: RECEIVED')}
    replied: busyTimesReport(${period} activity: REPLIED) { current { day hour count } }`,
  satisfactionReport: reportAbout(
    'satisfactionReport',
    `current { ratings great score avgValue customers ratedPercent }
     list { totalCount nodes { ratingId comment user { id } conversation { id } } edges { cursor } pageInfo { endCursor } }`,
  ),
  workloadReport: about(
    (filter) => `workloadReport(${filter}) {
      open unassigned waiting oldestWaitingSince
      ${['MAILBOX', 'FOLDER', 'USER', 'TEAM', 'TAG', 'CHANNEL'].map((by) => `${by}: rows(by: ${by}) { key name open }`).join(' ')}
    }`,
  ),
  _entities: `_entities(representations: [${references} { __typename: "Account", id: "theirs" }]) {
    __typename ${types.map((type) => `... on ${type} { ${type === 'Conversation' ? row : numbers} }`).join(' ')} ... on Account { name }
  }`,
};

test('every root field has its question', () => {
  const fields = Object.keys(schema.getQueryType()?.getFields() ?? {});
  expect(Object.keys(questions).sort()).toEqual(fields.filter((field) => field !== '_service').sort());
});

test.each(Object.entries(questions))(
  '%s answers a limited token as if the rest did not exist',
  async (_field, question) => {
    const answer = await asLimited(`{ ${question} }`);
    expect(answer.status).toBe(200);
    expect(answer.body.errors).toBeUndefined();
    expect(answer).toEqual(await asAlone(`{ ${question} }`));
  },
);

test.each(reports)(
  'the example of $name answers a limited token as if the rest did not exist',
  async ({ example }) => {
    const variables = {
      user: 'user',
      period: { start: '2026-01-01T00:00:00Z', end: '2026-02-01T00:00:00Z' },
    };
    const answer = await asLimited(example, variables);
    expect(answer.body.errors).toBeUndefined();
    expect(answer).toEqual(await asAlone(example, variables));
  },
);

test("another account's user is as unknown as nobody", async () => {
  const history = (user: string) =>
    asLimited(`{ userConversationHistoryReport(user: "${user}" ${period}) { count } }`);
  const answer = await history('user-m3');
  expect(answer.body.errors?.map(({ extensions }) => extensions['code'])).toEqual(['NOT_FOUND']);
  expect(answer).toEqual(await history('nobody'));
});

const secret = 'a shared secret of more than 32 characters';
const jwt = { JWT_SECRET: secret, JWT_ISSUER: 'https://login.example.com/', JWT_AUDIENCE: 'deskgraph' };
const claims = () => ({
  iss: jwt.JWT_ISSUER,
  aud: jwt.JWT_AUDIENCE,
  exp: Math.floor(Date.now() / 1000) + 3600,
  deskgraph_account: 'ours',
  deskgraph_permissions: ['reports:read'],
});

test.each([
  ['no token', async () => ''],
  ['an expired token', () => tokenFor(database, 'ours', { expiresAt: new Date(Date.now() - 1) })],
  [
    'a revoked token',
    async () => {
      const token = await tokenFor(database, 'ours');
      const newest = (await listTokens(database, 'ours')).at(-1);
      if (newest) await revokeToken(database, tokenIdOf(newest), new Date());
      return token;
    },
  ],
  [
    'a forged JSON Web Token',
    () =>
      new SignJWT(claims())
        .setProtectedHeader({ alg: 'HS256' })
        .sign(new TextEncoder().encode(secret.toUpperCase())),
  ],
  ['an unsigned one (alg: none)', async () => new UnsecuredJWT(claims()).encode()],
])('no root field answers %s', async (_case, tokenOf) => {
  const ask = clientOf(database, await tokenOf(), jwt);
  for (const question of Object.values(questions)) {
    const { status, body } = await ask(`{ ${question} }`);
    expect([status, body.data, body.errors?.map(({ extensions }) => extensions)]).toEqual([
      401,
      undefined,
      [{ code: 'UNAUTHENTICATED' }],
    ]);
  }
});
