import { z } from 'zod';

// Fields that no schema names are dropped at once: answers hold texts, addresses and attachments.

const id = z.int().min(1);
/** 0 and nothing mean nobody. */
const reference = z
  .int()
  .min(0)
  .nullish()
  .transform((value) => value || null);
const text = z.string().nullish();
const instant = z.iso.datetime({ offset: true });

const person = z.object({ id: reference, type: text, first: text, last: text });
export type Person = z.output<typeof person>;

const rating = z.object({
  rating: z.enum(['great', 'okay', 'not_good']),
  comments: text,
});

const thread = z.object({
  id,
  type: z.string(),
  status: text,
  state: text,
  action: z
    .object({
      type: text,
      associatedEntities: z
        .object({ workflow: reference, originalConversation: reference })
        .nullish()
        // An empty one comes as a list.
        .catch(null),
    })
    .nullish(),
  source: z.object({ type: text }).nullish(),
  customer: person.nullish(),
  createdBy: person.nullish(),
  savedReplyId: reference,
  createdAt: instant,
  rating: rating.nullish(),
});
export type ThreadAnswer = z.output<typeof thread>;

export const conversationAnswer = z.object({
  id,
  number: z.int().min(0),
  threads: z.int().min(0).default(0),
  type: z.enum(['email', 'chat', 'phone']),
  folderId: reference,
  status: z.enum(['active', 'pending', 'closed', 'spam']),
  state: z.enum(['published', 'draft', 'deleted']),
  subject: text,
  mailboxId: id,
  assignee: person.nullish(),
  createdBy: person.nullish(),
  createdAt: instant,
  closedAt: instant.nullish().catch(null),
  source: z.object({ type: text }).nullish(),
  tags: z.array(z.object({ id: z.int(), tag: text })).nullish(),
  primaryCustomer: person.nullish(),
  customFields: z.array(z.object({ id, value: z.union([z.string(), z.number()]).nullish(), text })).nullish(),
  snooze: z.object({}).nullish(),
  _links: z.object({ web: z.object({ href: z.string() }).nullish() }).nullish(),
  _embedded: z.object({ threads: z.array(thread).nullish() }).nullish(),
});
export type ConversationAnswer = z.output<typeof conversationAnswer>;

const page = z.object({ totalElements: z.int(), totalPages: z.int() });

/** Lists of a mailbox may come without their pages. */
const onlyPage = page.default({ totalElements: 0, totalPages: 1 });

/** A page of a list; what it is of is absent where the list is empty. */
function pageAnswer<Item extends z.ZodType>(
  name: string,
  item: Item,
  pages: typeof page | typeof onlyPage = page,
) {
  const embedded = z.object({ [name]: z.array(item).nullish() });
  return z
    .object({ _embedded: embedded.nullish(), page: pages })
    .transform((answer) => ({ items: answer._embedded?.[name] ?? [], ...answer.page }));
}

/** Each conversation is parsed by itself, so that one of an unknown kind stops no other. */
export const conversationsAnswer = pageAnswer('conversations', z.unknown());
export const threadsAnswer = pageAnswer('threads', thread);

const named = z.object({ id, name: text });
export type Named = z.output<typeof named>;

export const mailboxesAnswer = pageAnswer('mailboxes', named);
export const teamsAnswer = pageAnswer('teams', named);
export const tagsAnswer = pageAnswer('tags', named);

export const usersAnswer = pageAnswer(
  'users',
  z.object({ id, firstName: text, lastName: text, email: text, role: text, timezone: text }),
);
export type UserAnswer = z.output<typeof usersAnswer>['items'][number];

export const workflowsAnswer = pageAnswer('workflows', named.extend({ mailboxId: reference }));
export type WorkflowAnswer = z.output<typeof workflowsAnswer>['items'][number];

export const foldersAnswer = pageAnswer('folders', named, onlyPage);
export const fieldsAnswer = pageAnswer(
  'fields',
  named.extend({
    type: z.string(),
    options: z.array(z.object({ id, label: text })).nullish(),
  }),
  onlyPage,
);
export type FieldAnswer = z.output<typeof fieldsAnswer>['items'][number];

/** The only list that comes bare. */
export const savedRepliesAnswer = z.array(named);

export const customerAnswer = z.object({ id, firstName: text, lastName: text });

export const ratingAnswer = z.object({ threadId: id, conversationId: id, createdAt: instant });

/** A page of the report of ratings, which alone tells their times besides the ratings themselves. */
export const ratingsAnswer = z.object({
  results: z.array(z.object({ threadid: id, ratingCreatedAt: instant })),
  pages: z.int(),
});

export const webhooksAnswer = pageAnswer('webhooks', z.object({ id, url: z.string(), state: text }));
