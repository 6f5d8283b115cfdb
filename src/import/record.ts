import { z } from 'zod';
import {
  ConversationStatus,
  ConversationType,
  FieldType,
  Plan,
  Priority,
  Satisfaction,
  ThreadKind,
} from '../database/generated/enums.ts';
import { isId } from '../ids.ts';
import { parseMicros } from '../period/instant.ts';
import { officeHoursProblem } from '../period/office-hours.ts';
import { timeZoneOf } from '../period/zone.ts';
import { isStorable } from '../text.ts';

/** A record names dozens, and an import reads millions of records: one function is faster than a union of schemas. */
export const id = z.transform((value: unknown, { addIssue }): string => {
  if (typeof value === 'string' && isId(value)) return value;
  if (Number.isSafeInteger(value)) return String(value);
  if (value === undefined) addIssue('is missing');
  else if (typeof value !== 'string') addIssue('must be a string or an integer');
  else addIssue('must have 1 to 64 characters, none of them white space or control');
  return z.NEVER;
});

const text = z.string().refine(isStorable, 'has U+0000 or half of a surrogate pair, which cannot be stored');

/** Its length is counted in characters, as that of an id is. */
const textUpTo = (most: number) =>
  text.refine(
    (value) => value.length <= most || [...value].length <= most,
    `must have at most ${most.toLocaleString('en')} characters`,
  );

const url = textUpTo(2048).refine(isWebAddress, 'must be an http or https address');

/** Becomes microseconds since 1970. */
const instant = z.transform((value: unknown, { addIssue }): bigint => {
  const micros = typeof value === 'string' ? parseMicros(value) : undefined;
  if (value === undefined) addIssue('is missing');
  else if (micros === undefined) addIssue('must be an ISO 8601 date and time with an offset or Z');
  return micros ?? z.NEVER;
});

/** An integer that a double cannot hold comes as the text of its digits. */
const seconds = z.preprocess(
  (value) => (typeof value === 'string' && /^\d{16,}$/.test(value) ? Number(value) : value),
  z.number().min(0),
);

const officeDays = z
  .array(z.strictObject({ day: z.literal([1, 2, 3, 4, 5, 6, 7]), from: z.string(), to: z.string() }))
  .superRefine((days, context) => {
    const problem = officeHoursProblem(days);
    if (problem !== undefined) context.addIssue(problem);
  });

const closedDay = z.iso.date({ error: 'must be a date such as 2026-12-25' });

export const officeHours = z.strictObject({
  enabled: z.boolean(),
  days: officeDays,
  closedDays: z.array(closedDay).nullish(),
});

const timeZone = z.string().transform((text, { addIssue }): string => {
  const name = timeZoneOf(text);
  if (name === undefined) addIssue('must be an IANA time zone name such as Europe/Paris');
  return name ?? z.NEVER;
});

const account = z.strictObject({
  type: z.literal('account'),
  id,
  name: text,
  timeZone,
  plan: z.enum(Plan).nullish(),
  officeHours: officeHours.nullish(),
});

const named = { id, name: text };
const namedInMailbox = { ...named, mailboxId: id.nullish() };

const customField = z
  .strictObject({
    type: z.literal('customField'),
    ...named,
    mailboxId: id,
    fieldType: z.enum(FieldType),
    options: z
      .array(z.strictObject(named))
      .superRefine((options, context) => assertDistinct(options, ({ id }) => id, 'id', context))
      .nullish(),
  })
  .refine(({ fieldType, options }) => fieldType === 'dropdown' || !options?.length, {
    path: ['options'],
    error: 'only a dropdown has options',
  });

const thread = z.strictObject({
  id,
  kind: z.enum(ThreadKind),
  createdAt: instant,
  userId: id.nullish(),
  customerId: id.nullish(),
  savedReplyId: id.nullish(),
  workflowId: id.nullish(),
  handleSeconds: seconds.nullish(),
  status: z.enum(ConversationStatus).nullish(),
});

const rating = z.strictObject({
  id,
  createdAt: instant,
  score: z.enum(Satisfaction),
  value: z.int().min(1).max(5).nullish(),
  userId: id.nullish(),
  comment: textUpTo(10_000).nullish(),
});

const fieldValue = z.strictObject({
  fieldId: id,
  value: z.union([text, z.number().transform(String)]).nullish(),
});

const conversation = z.strictObject({
  type: z.literal('conversation'),
  id,
  number: z.int().min(0).max(2_147_483_647),
  mailboxId: id,
  folderId: id.nullish(),
  conversationType: z.enum(ConversationType),
  channel: text,
  status: z.enum(ConversationStatus),
  deleted: z.boolean().nullish(),
  createdAt: instant,
  closedAt: instant.nullish(),
  customerId: id.nullish(),
  assigneeId: id.nullish(),
  tags: z.array(id).nullish(),
  customFields: z
    .array(fieldValue)
    .superRefine((values, context) => assertDistinct(values, ({ fieldId }) => fieldId, 'fieldId', context))
    .nullish(),
  threads: z
    .array(thread)
    .superRefine((threads, context) => {
      assertDistinct(threads, ({ id }) => id, 'id', context);
      const unsigned = threads.findIndex(({ kind, userId }) => kind === 'reply' && userId == null);
      if (unsigned >= 0)
        context.addIssue({ code: 'custom', path: [unsigned, 'userId'], message: 'is missing' });
    })
    .nullish(),
  teamId: id.nullish(),
  priority: z.enum(Priority).nullish(),
  url: url.nullish(),
  subject: textUpTo(1000).nullish(),
  ratings: z
    .array(rating)
    .superRefine((ratings, context) => assertDistinct(ratings, ({ id }) => id, 'id', context))
    .nullish(),
});

export const recordSchema = z.discriminatedUnion('type', [
  account,
  z.strictObject({ type: z.literal('mailbox'), ...named }),
  z.strictObject({ type: z.literal('folder'), ...namedInMailbox }),
  z.strictObject({ type: z.literal('user'), ...named }),
  z.strictObject({ type: z.literal('customer'), id, name: text.nullish() }),
  z.strictObject({ type: z.literal('team'), ...named }),
  z.strictObject({
    type: z.literal('tag'),
    id: id.refine((value) => value !== '1', 'must not be 1, which means untagged'),
    name: text,
  }),
  z.strictObject({ type: z.literal('savedReply'), ...namedInMailbox }),
  z.strictObject({ type: z.literal('workflow'), ...namedInMailbox }),
  customField,
  conversation,
]);

export const recordTypes = recordSchema.options.map(({ shape }) => shape.type.value);

export type ImportRecord = z.output<typeof recordSchema>;
export type RecordType = ImportRecord['type'];
export type RecordOf<Type extends RecordType> = Extract<ImportRecord, { type: Type }>;
export type ThreadRecord = z.output<typeof thread>;
export type FieldValueRecord = z.output<typeof fieldValue>;
export type RatingRecord = z.output<typeof rating>;

function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

function assertDistinct<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  field: string,
  context: z.RefinementCtx,
): void {
  const seen = new Set<string>();
  items.forEach((item, index) => {
    const key = keyOf(item);
    if (seen.has(key))
      context.addIssue({ code: 'custom', path: [index, field], message: `"${key}" occurs twice` });
    seen.add(key);
  });
}
