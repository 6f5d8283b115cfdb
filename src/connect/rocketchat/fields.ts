import { cut, type FieldRecord, type FieldValue, longestName } from '../records.ts';
import { noDepartment, optionIdOf } from './names.ts';
import type { SourceField, SourceRoom } from './source.ts';

/** Which fields mailboxes use, and the values that answers have or had: by the id of the field here. */
export type FieldsInUse = Map<string, Set<string>>;

/** How a field of the workspace is one of a mailbox here: fields belong to mailboxes. */
function fieldIdOf({ id }: SourceField, mailboxId: string): string {
  return `${id}@${mailboxId}`;
}

/** What a field of text is kept as where people's words are not. */
const presence = 'set';

/** What is kept of the answers of a room: of fields that there are, and of texts only that they are there unless they are wanted. */
export function keptAnswers(
  given: { readonly [field: string]: unknown },
  fields: readonly SourceField[],
  storesText: boolean,
): Record<string, string> {
  const kept = fields.flatMap(({ id, isSelect }): [string, string][] => {
    const answer = Object.hasOwn(given, id) ? textOf(given[id]) : '';
    return answer === '' ? [] : [[id, isSelect || storesText ? answer : presence]];
  });
  return Object.fromEntries(kept);
}

/** The answers of one room, and the records of fields that they need and that are not in use yet. */
export function fieldValuesOf(
  { departmentId, answers }: SourceRoom,
  fields: readonly SourceField[],
  inUse: FieldsInUse,
): { values: FieldValue[]; records: FieldRecord[] } {
  const mailboxId = departmentId ?? noDepartment;
  const values: FieldValue[] = [];
  const records: FieldRecord[] = [];
  for (const field of fields) {
    const answer = Object.hasOwn(answers, field.id) ? answers[field.id] : undefined;
    if (answer === undefined) continue;
    const fieldId = fieldIdOf(field, mailboxId);
    if (use(field, fieldId, answer, inUse)) records.push(fieldRecord(field, mailboxId, inUse));
    values.push({ fieldId, value: field.isSelect ? optionIdOf(answer) : answer });
  }
  return { values, records };
}

/** Whether the field's record must be written, because of its mailbox or of a value that is none of its options. */
function use(field: SourceField, fieldId: string, answer: string, inUse: FieldsInUse): boolean {
  const met = inUse.get(fieldId) ?? new Set();
  const isWritten = inUse.has(fieldId);
  inUse.set(fieldId, met);
  if (!field.isSelect || met.has(answer)) return !isWritten;
  met.add(answer);
  return !isWritten || !field.options.includes(answer);
}

/** The records of fields in use as the workspace has them now: they are renamed there, and options come and go. */
export function fieldsInUse(fields: readonly SourceField[], inUse: FieldsInUse): FieldRecord[] {
  return Array.from(inUse.keys()).flatMap((fieldId) => {
    const mailboxId = fieldId.slice(fieldId.lastIndexOf('@') + 1);
    const field = fields.find((one) => fieldIdOf(one, mailboxId) === fieldId);
    return field ? [fieldRecord(field, mailboxId, inUse)] : [];
  });
}

function fieldRecord(field: SourceField, mailboxId: string, inUse: FieldsInUse): FieldRecord {
  const id = fieldIdOf(field, mailboxId);
  const labels = [...field.options, ...[...(inUse.get(id) ?? [])].sort()];
  const options = new Map(labels.map((label) => [optionIdOf(label), cut(label, longestName)]));
  return {
    type: 'customField',
    id,
    name: cut(field.name, longestName),
    mailboxId,
    fieldType: field.isSelect ? 'dropdown' : 'text',
    ...(field.isSelect && { options: Array.from(options, ([optionId, name]) => ({ id: optionId, name })) }),
  };
}

function textOf(given: unknown): string {
  if (given === null || given === undefined) return '';
  return (typeof given === 'string' ? given : JSON.stringify(given)).trim();
}
