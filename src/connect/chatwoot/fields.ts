import { cut, type FieldRecord, type FieldValue, idOf } from '../records.ts';
import type { AttributeType, SourceDefinition, SourceInbox } from './source.ts';

/** Values of lists that conversations have besides those of their definition, by the definition's id. */
export type MetValues = Map<number, Set<string>>;

const fieldTypes: { readonly [Type in AttributeType]: FieldRecord['fieldType'] } = {
  list: 'dropdown',
  checkbox: 'dropdown',
  number: 'number',
  currency: 'number',
  percent: 'number',
  date: 'date',
  text: 'text',
  link: 'text',
};

/** One field a definition and inbox: a field belongs to a mailbox, a definition to the whole account. */
export function fieldRecordsOf(
  definitions: readonly SourceDefinition[],
  inboxes: readonly Pick<SourceInbox, 'id'>[],
  met: MetValues,
): FieldRecord[] {
  return definitions.flatMap((definition) => {
    const fieldType = fieldTypes[definition.type];
    const options = fieldType === 'dropdown' ? { options: optionsOf(definition, met) } : {};
    return inboxes.map(
      (inbox): FieldRecord => ({
        type: 'customField',
        id: fieldIdOf(definition, inbox.id),
        name: cut(definition.name, 255),
        mailboxId: String(inbox.id),
        fieldType,
        ...options,
      }),
    );
  });
}

function optionsOf(
  { id, type, values }: SourceDefinition,
  met: MetValues,
): NonNullable<FieldRecord['options']> {
  const names = type === 'checkbox' ? ['true', 'false'] : [...new Set([...values, ...metOf(id, met)])];
  return names.map((name) => ({ id: optionIdOf(name), name }));
}

function metOf(id: number, met: MetValues): string[] {
  return [...(met.get(id) ?? [])].sort(byCodePoint);
}

function byCodePoint(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

function optionIdOf(value: string): string {
  return idOf(value, 'v-');
}

function fieldIdOf({ id }: SourceDefinition, inboxId: number): string {
  return `${id}:${inboxId}`;
}

/** The answers of one conversation. Values that are not of their field's type are counted, those of new options added to `met`. */
export function fieldValuesOf(
  definitions: readonly SourceDefinition[],
  { inboxId, customAttributes }: { inboxId: number; customAttributes: { readonly [key: string]: unknown } },
  met: MetValues,
): { values: FieldValue[]; unfit: number } {
  const values: FieldValue[] = [];
  let unfit = 0;
  for (const definition of definitions) {
    const given = Object.hasOwn(customAttributes, definition.key) ? customAttributes[definition.key] : null;
    if (given === null || given === undefined || given === '') continue;
    const value = answerOf(definition, given);
    if (value === undefined) unfit++;
    else {
      if (definition.type === 'list') meet(definition, textOf(given), met);
      values.push({ fieldId: fieldIdOf(definition, inboxId), value });
    }
  }
  return { values, unfit };
}

function meet({ id, values }: SourceDefinition, value: string, met: MetValues): void {
  if (values.includes(value)) return;
  const known = met.get(id) ?? new Set();
  met.set(id, known.add(value));
}

function answerOf({ type }: SourceDefinition, given: unknown): string | number | undefined {
  const text = textOf(given);
  if (type === 'list') return optionIdOf(text);
  if (type === 'text' || type === 'link') return text;
  if (type === 'checkbox') return /^(true|false)$/i.test(text) ? text.toLowerCase() : undefined;
  if (type === 'date') return /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0];
  const isNumeric = typeof given === 'number' || (typeof given === 'string' && numeric.test(given));
  const number = Number(given);
  return isNumeric && Number.isFinite(number) ? number : undefined;
}

const numeric = /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i;

function textOf(given: unknown): string {
  return typeof given === 'string' ? given : JSON.stringify(given);
}
