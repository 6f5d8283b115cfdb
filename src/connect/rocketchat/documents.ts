import { z } from 'zod';
import { keptAnswers } from './fields.ts';
import type { SourceField, SourceMessage, SourceRoom, SourceUser } from './source.ts';

// Documents of Rocket.Chat as its REST API and its database give them: the two differ in how they write times. Fields that no schema
// names are dropped at once: documents hold texts, addresses, tokens and passwords.

// A message has several ids and texts, and a dump millions of messages: one function is faster than schemas one within the other.

const id = z.transform((value: unknown, { addIssue }): string => {
  if (typeof value === 'string' && value !== '') return value;
  addIssue('is no id');
  return z.NEVER;
});

const text = z.transform((value: unknown, { addIssue }): string | null => {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value.trim() || null;
  addIssue('is no text');
  return z.NEVER;
});

/** A time of REST, of BSON, or one that a webhook writes as extended JSON. Becomes milliseconds since 1970. */
const instant = z.transform((value: unknown, { addIssue }): number => {
  const milliseconds = millisecondsOf(value);
  if (Number.isNaN(milliseconds)) addIssue('is no time');
  return milliseconds;
});

const instantOrNull = z.transform((value: unknown, { addIssue }): number | null => {
  if (value === null || value === undefined) return null;
  const milliseconds = millisecondsOf(value);
  if (Number.isNaN(milliseconds)) addIssue('is no time');
  return milliseconds;
});

function millisecondsOf(value: unknown): number {
  const held = typeof value === 'object' && value && '$date' in value ? value.$date : value;
  if (held instanceof Date) return held.getTime();
  return typeof held === 'string' ? Date.parse(held) : Number.NaN;
}

/** A user, which an old document lacks, and a new one may have as null. */
const userReference = z.object({ _id: id, username: text }).nullish();

/** A value that is present; what it is must not be kept. */
const presence = z.transform((value: unknown) => value !== null && value !== undefined && value !== false);

/** A room, which is one of the omnichannel where its type is `l`. */
export const roomDocument = z.object({
  _id: id,
  t: z.string().optional(),
  ts: instant,
  open: z.unknown().optional(),
  onHold: z.unknown().optional(),
  closedAt: instantOrNull,
  v: z.object({ _id: id.optional(), name: text }).nullish(),
  fname: text,
  contactId: text,
  source: z.object({ type: text, id: text, alias: text, label: text }).nullish(),
  sms: presence,
  email: z.union([z.object({ subject: text }).nullish(), presence]),
  servedBy: userReference,
  closedBy: userReference,
  departmentId: text,
  tags: z.array(z.string()).nullish(),
  topic: text,
  priorityWeight: z.number().nullish(),
  livechatData: z.record(z.string(), z.unknown()).nullish().catch(null),
  metrics: z.object({ chatDuration: z.number().nullish() }).nullish(),
  msgs: z.number().nullish(),
  lm: instantOrNull,
  _updatedAt: instantOrNull,
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
    source: document.source ?? null,
    isSms: document.sms,
    isEmail: Boolean(email),
    subject: keeping.keepsSubjects ? subjectOf(document) : null,
    servedBy: userOf(document.servedBy),
    closedBy: userOf(document.closedBy),
    departmentId: document.departmentId,
    tags: document.tags ?? [],
    priorityWeight: document.priorityWeight ?? null,
    answers: keptAnswers(document.livechatData ?? {}, keeping.fields, keeping.storesText),
    chatDuration: document.metrics?.chatDuration ?? null,
    messages: document.msgs ?? 0,
    lastMessageAt: document.lm,
    updatedAt: document._updatedAt,
  };
}

function userOf(user: z.output<typeof userReference>): SourceRoom['servedBy'] {
  return user ? { id: user._id, username: user.username } : null;
}

function subjectOf({ topic, email }: z.output<typeof roomDocument>): string | null {
  return topic ?? (typeof email === 'object' && email ? email.subject : null);
}

const message = z.object({
  _id: id,
  rid: id,
  ts: instant,
  t: text,
  u: z.object({ _id: id, username: text, name: text }).nullish(),
  token: presence,
  _hidden: z.unknown().optional(),
});

/** A message; null where it is none that is stored: hidden ones, removed ones, and pages that a visitor opened. */
export const messageDocument = message.transform(messageOf);

const unstored = new Set(['rm', 'livechat_navigation_history']);

function messageOf({ _id, rid, ts, t, u, token, _hidden }: z.output<typeof message>): SourceMessage | null {
  if (_hidden === true || unstored.has(t ?? '')) return null;
  const user = u ? { id: u._id, username: u.username, name: u.name } : null;
  return { id: _id, roomId: rid, at: ts, type: t, user, isByVisitor: token };
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
