import { describe, expect, test } from 'vitest';
import {
  conversationAnswer,
  conversationsAnswer,
  fieldsAnswer,
  foldersAnswer,
  mailboxesAnswer,
  savedRepliesAnswer,
  tagsAnswer,
  teamsAnswer,
  threadsAnswer,
  usersAnswer,
  workflowsAnswer,
} from '../../src/connect/helpscout/answers.ts';
import { hasHelpScoutData, readHelpScoutData } from './helpscout-data.ts';

describe.skipIf(!hasHelpScoutData)("Help Scout's own samples", () => {
  test.each([
    ['payloads/mailboxes.json', mailboxesAnswer, 2],
    ['payloads/users.json', usersAnswer, 2],
    ['payloads/teams.json', teamsAnswer, 2],
    ['payloads/tags.json', tagsAnswer, 2],
    ['payloads/workflows.json', workflowsAnswer, 2],
    ['payloads/conversations-page.json', conversationsAnswer, 10],
    ['payloads/conversations-empty.json', conversationsAnswer, 0],
    ['payloads/threads-page.json', threadsAnswer, 10],
    ['docs/list-conversations.json', conversationsAnswer, 1],
    ['docs/list-threads.json', threadsAnswer, 1],
  ])('%s is a page', (name, schema, count) => {
    expect(schema.parse(readHelpScoutData(name)).items).toHaveLength(count);
  });

  test.each([
    ['payloads/mailbox-fields.json', fieldsAnswer, 'Beers'],
    ['payloads/mailbox-folders.json', foldersAnswer, 'My Tickets'],
    ['docs/list-saved-replies.json', savedRepliesAnswer, 'Reply one'],
  ])('%s has no pages', (name, schema, first) => {
    const found = schema.parse(readHelpScoutData(name));
    const [item] = Array.isArray(found) ? found : found.items;
    expect(item?.name).toBe(first);
  });

  test.each(['payloads/conversations-page.json', 'docs/list-conversations.json'])(
    'the conversations of %s pass',
    (name) => {
      for (const item of conversationsAnswer.parse(readHelpScoutData(name)).items)
        expect(conversationAnswer.parse(item)).toMatchObject({ status: expect.any(String) });
    },
  );

  test('a thread whose time stands in another place is refused, not guessed', () => {
    const { items } = conversationsAnswer.parse(
      readHelpScoutData('payloads/conversations-embed-threads.json'),
    );
    expect(conversationAnswer.safeParse(items[0]).error?.issues[0]?.path).toEqual([
      '_embedded',
      'threads',
      0,
      'createdAt',
    ]);
  });
});
