import {
  fieldsAnswer,
  foldersAnswer,
  mailboxesAnswer,
  savedRepliesAnswer,
  tagsAnswer,
  teamsAnswer,
  usersAnswer,
  workflowsAnswer,
} from '../../src/connect/helpscout/answers.ts';
import type { Lists } from '../../src/connect/helpscout/lists.ts';
import type { MadeUpAccount } from './helpscout-data.ts';

/** The lists of the made-up account as the client reads them. */
export function listsOfAccount(account: MadeUpAccount): Lists {
  const paged = (name: string, items: readonly object[]) => ({
    _embedded: { [name]: items },
    page: { size: 50, totalElements: items.length, totalPages: 1, number: 1 },
  });
  return {
    mailboxes: mailboxesAnswer.parse(paged('mailboxes', account.mailboxes)).items.map(({ id, name }) => ({
      id,
      name,
      folders: foldersAnswer.parse({ _embedded: { folders: account.folders[id] } }).items,
      fields: fieldsAnswer.parse({ _embedded: { fields: account.fields[id] } }).items,
      savedReplies: savedRepliesAnswer.parse(account.savedReplies[id]),
    })),
    users: usersAnswer.parse(paged('users', account.users)).items,
    teams: teamsAnswer.parse(paged('teams', account.teams)).items,
    tags: tagsAnswer.parse(paged('tags', account.tags)).items,
    workflows: workflowsAnswer.parse(paged('workflows', account.workflows)).items,
  };
}
