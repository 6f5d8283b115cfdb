import { z } from 'zod';
import { keptAnswers } from './fields.ts';
import type { SourceField, SourceMessage, SourceRoom, SourceUser } from './source.ts';

// Documents of Rocket.Chat as its REST API and its database give them: the two differ in how they write times. Fields that no schema
// names are dropped at once: documents hold texts, addresses, tokens and passwords.

const id = z.string().min(1);
const text = z
  .string()
  .nullish()
  .transform((value) => value?.trim() || null);

/** A time of REST, of BSON, or one that a webhook writes as extended JSON. Becomes milliseconds since 1970. */
const instant = z.transform((value: unknown, { addIssue }): number => {
  const held = typeof value === 'object' && value && '$date' in value ? value.$date : value;
  const milliseconds =
    held instanceof Date ? held.getTime() : typeof held === 'string' ? Date.parse(held) : Number.NaN;
  if (!Number.isNaN(milliseconds)) return milliseconds;
  addIssue('is no time');
  return z.NEVER;
});

/** What an old document lacks, and a new one may have as null. */
const orNull = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((value) => value ?? null);

const userReference = orNull(
  z.object({ _id: id, username: text }).transform(({ _id, username }) => ({ id: _id, username })),
);

/** A value that is present; what it is must not be kept. */
const presence = z
  .unknown()
  .optional()
  .transform((value) => value !== null && value !== undefined && value !== false);

/** A room, which is one of the omnichannel where its type is `l`. */
export const roomDocument = z.object({
  _id: id,
  t: z.string().optional(),
  ts: instant,
  open: z.unknown().optional(),
  onHold: z.unknown().optional(),
  closedAt: orNull(instant),
  v: orNull(z.object({ _id: id.optional(), name: text })),
  fname: text,
  contactId: text,
  source: orNull(z.object({ type: text, id: text, alias: text, label: text })),
  sms: presence,
  email: orNull(z.object({ subject: text })).or(presence),
  servedBy: userReference,
  closedBy: userReference,
  departmentId: text,
  tags: z
    .array(z.string())
    .nullish()
    .transform((names) => names ?? []),
  topic: text,
  priorityWeight: orNull(z.number()),
  livechatData: z.record(z.string(), z.unknown()).nullish().catch(null),
  metrics: orNull(z.object({ chatDuration: orNull(z.number()) })),
  msgs: orNull(z.number()),
  lm: orNull(instant),
  _updatedAt: orNull(instant),
});

/** What is kept of rooms besides what always is. */
export interface Keeping {
  readonly fields: readonly SourceField[];
  readonly storesText: boolean;
  readonly keepsSubjects: boolean;
}

export function roomOf(document: z.output<typeof roomDocument>, keeping: Keeping): SourceRoom {
  const { v, email } = document;
  return {
    id: document._id,
    createdAt: document.ts,
    isOpen: document.open === true,
    hold: document.onHold === true ? 'held' : document.onHold ? 'odd' : 'none',
    closedAt: document.closedAt,
    visitor: v?._id === undefined ? null : { id: v._id, name: v.name },
    name: document.fname,
    contactId: document.contactId,
    source: document.source,
    isSms: document.sms,
    isEmail: email !== null && email !== false,
    subject: keeping.keepsSubjects ? subjectOf(document) : null,
    servedBy: document.servedBy,
    closedBy: document.closedBy,
    departmentId: document.departmentId,
    tags: document.tags,
    priorityWeight: document.priorityWeight,
    answers: keptAnswers(document.livechatData ?? {}, keeping.fields, keeping.storesText),
    chatDuration: document.metrics?.chatDuration ?? null,
    messages: document.msgs ?? 0,
    lastMessageAt: document.lm,
    updatedAt: document._updatedAt,
  };
}

function subjectOf({ topic, email }: z.output<typeof roomDocument>): string | null {
  return topic ?? (typeof email === 'object' && email ? email.subject : null);
}

const message = z.object({
  _id: id,
  rid: id,
  ts: instant,
  t: text,
  u: orNull(
    z
      .object({ _id: id, username: text, name: text })
      .transform(({ _id, username, name }) => ({ id: _id, username, name })),
  ),
  token: presence,
  _hidden: z.unknown().optional(),
});

/** A message; null where it is none that is stored: hidden ones, removed ones, and pages that a visitor opened. */
export const messageDocument = message.transform(messageOf);

const unstored = new Set(['rm', 'livechat_navigation_history']);

function messageOf({ _id, rid, ts, t, u, token, _hidden }: z.output<typeof message>): SourceMessage | null {
  if (_hidden === true || unstored.has(t ?? '')) return null;
  return { id: _id, roomId: rid, at: ts, type: t, user: u, isByVisitor: token };
}

/** A department; null where it is a unit, which is stored among them. */
export const departmentDocument = z
  .object({ _id: id, name: text, type: text })
  .transform(({ _id, name, type }) => (type === 'u' ? null : { id: _id, name }));

export const userDocument = z
  .object({
    _id: id,
    username: text,
    name: text,
    type: text,
    roles: z.array(z.string()).nullish(),
  })
  .transform(
    ({ _id, username, name, type, roles }): SourceUser => ({
      id: _id,
      username,
      name,
      isAgent: roles?.includes('livechat-agent') ?? false,
      isBot: type === 'bot' || (roles?.includes('bot') ?? false),
    }),
  );

/** A custom field of rooms; null where it is one of visitors. */
export const fieldDocument = z
  .object({
    _id: id,
    label: text,
    scope: text,
    type: text,
    options: z.union([z.string(), z.array(z.string())]).nullish(),
  })
  .transform(({ _id, label, scope, type, options }): SourceField | null => {
    if (scope !== 'room') return null;
    const given = typeof options === 'string' ? options.split(',') : (options ?? []);
    const labels = given.map((option) => option.trim()).filter((option) => option !== '');
    return { id: _id, name: label ?? _id, isSelect: type === 'select', options: [...new Set(labels)] };
  });
