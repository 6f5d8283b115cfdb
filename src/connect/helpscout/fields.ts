import { cut, type FieldOption, type FieldRecord, type FieldValue, longestName } from '../records.ts';
import type { ConversationAnswer, FieldAnswer } from './answers.ts';
import type { Switches } from './state.ts';

/** Custom fields that are stored, by id. */
export type Fields = Map<string, FieldRecord>;

type FieldType = FieldRecord['fieldType'];

const fieldTypes = new Map<string, FieldType>([
  ['dropdown', 'dropdown'],
  ['number', 'number'],
  ['date', 'date'],
]);

/** Their type is written in any letter case, with underscores or without. */
function fieldTypeOf(type: string): FieldType {
  return fieldTypes.get(type.toLowerCase().replaceAll('_', '')) ?? 'text';
}

/** A field of a list. Options that its list lacks and conversations have stay. */
export function fieldRecord(
  { id, name, type, options }: FieldAnswer,
  mailboxId: number,
  before: FieldRecord | undefined,
): FieldRecord {
  const fieldType = fieldTypeOf(type);
  const record: FieldRecord = {
    type: 'customField',
    id: String(id),
    name: cut(name?.trim() || `Field ${id}`, longestName),
    mailboxId: String(mailboxId),
    fieldType,
  };
  if (fieldType !== 'dropdown') return record;
  const listed = (options ?? []).map(({ id: option, label }) => optionOf(String(option), label));
  return withOptions({ ...record, options: listed }, before?.options ?? []);
}

function withOptions(field: FieldRecord, more: readonly FieldOption[]): FieldRecord {
  const options = field.options ?? [];
  const known = new Set(options.map(({ id }) => id));
  return { ...field, options: [...options, ...more.filter(({ id }) => !known.has(id))] };
}

interface MappedValues {
  readonly values: readonly FieldValue[];
  /** Fields whose options a value adds to, with these. */
  readonly grown: readonly FieldRecord[];
  /** Values of fields that no list has. */
  readonly dropped: number;
}

/** The answers of one conversation. Of a text only that there is one is kept, unless texts are to be stored. */
export function fieldValuesOf(
  customFields: ConversationAnswer['customFields'],
  fields: ReadonlyMap<string, FieldRecord>,
  { storesTextFields }: Switches,
): MappedValues {
  const values: FieldValue[] = [];
  const grown: FieldRecord[] = [];
  let dropped = 0;
  for (const answer of customFields ?? []) {
    if (answer.value === null || answer.value === undefined || answer.value === '') continue;
    const field = fields.get(String(answer.id));
    if (!field) dropped++;
    else {
      const value = String(answer.value);
      values.push({
        fieldId: field.id,
        value: field.fieldType === 'text' && !storesTextFields ? 'set' : value,
      });
      if (isNewOption(field, value)) grown.push(withOptions(field, [optionOf(value, answer.text)]));
    }
  }
  return { values, grown, dropped };
}

function isNewOption({ fieldType, options }: FieldRecord, value: string): boolean {
  return fieldType === 'dropdown' && !options?.some(({ id }) => id === value);
}

function optionOf(id: string, name: string | null | undefined): FieldOption {
  return { id, name: cut(name?.trim() || `Option ${id}`, longestName) };
}
