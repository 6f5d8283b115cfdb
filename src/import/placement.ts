import type { Known } from './known.ts';
import type { RecordOf } from './record.ts';
import { byType, type EntityType, visitReferences } from './references.ts';
import type { KeyOf } from './sql.ts';
import type { Placed } from './tables.ts';

type EntityRecord = RecordOf<EntityType>;

type Rows = { readonly [Type in EntityType]: Map<number, RecordOf<Type>> };

/** What the records of a batch become: a row each, and of several with one type and id the last. */
export class Placement {
  private readonly known: Known;
  private readonly rows: Rows = byType(() => new Map<number, never>());

  private readonly lastStored: Record<EntityType, number>;

  constructor(known: Known) {
    this.known = known;
    this.lastStored = { ...known.lastKeys };
  }

  /**
   * Places a record behind those before it, or says which of its references is neither stored nor placed.
   * A new record's key is one above the last, so an import that was killed and is run again gives the same keys.
   */
  place(record: EntityRecord): string | undefined {
    const reason = this.reasonAgainst(record);
    if (reason === undefined) this.put(record);
    return reason;
  }

  /** Which of the references of a record is neither stored nor placed, or which option. */
  reasonAgainst(record: EntityRecord): string | undefined {
    return this.unknownReferenceOf(record) ?? this.unknownOptionOf(record);
  }

  /** Places a record whose references are known. */
  put(record: EntityRecord): void {
    const { keys, lastKeys, dropdowns } = this.known;
    const key = keys[record.type].get(record.id) ?? ++lastKeys[record.type];
    keys[record.type].set(record.id, key);
    put(this.rows, record.type, key, record);
    if (record.type === 'customField') dropdowns.delete(record.id);
    if (record.type === 'customField' && record.fieldType === 'dropdown') {
      dropdowns.set(record.id, new Set(record.options?.map(({ id }) => id)));
    }
  }

  /** Whether nothing is placed, so that nothing is going to be written. */
  get isEmpty(): boolean {
    return Object.values(this.rows).every(({ size }) => size === 0);
  }

  /** The conversation that is placed under an id. */
  conversation(id: string): RecordOf<'conversation'> | undefined {
    const key = this.known.keys.conversation.get(id);
    return key === undefined ? undefined : this.rows.conversation.get(key);
  }

  /** The key of an id that a placed record names; null stays null. */
  readonly keyOf: KeyOf = (type, id) => (id == null ? null : (this.known.keys[type].get(id) ?? null));

  /** Keys of the placed records of a type that are stored already. */
  readonly replacedKeys = (type: EntityType): number[] =>
    Array.from(this.rows[type].keys()).filter((key) => key <= this.lastStored[type]);

  readonly placed = <Type extends EntityType>(type: Type): Placed<RecordOf<Type>>[] =>
    Array.from(this.rows[type], ([key, record]) => ({ key, record }));

  private unknownReferenceOf(record: EntityRecord): string | undefined {
    let reason: string | undefined;
    visitReferences(record, (type, id, field, index) => {
      if (reason !== undefined || id == null || this.known.keys[type].has(id)) return;
      reason = `${field.replace('[]', `[${index}]`)}: unknown ${type} "${id}"`;
    });
    return reason;
  }

  private unknownOptionOf(record: EntityRecord): string | undefined {
    if (record.type !== 'conversation') return undefined;
    for (const [index, { fieldId, value }] of (record.customFields ?? []).entries()) {
      const options = this.known.dropdowns.get(fieldId);
      if (!value || !options || options.has(value)) continue;
      return `customFields[${index}].value: customField "${fieldId}" has no option "${value}"`;
    }
    return undefined;
  }
}

function put<Type extends EntityType>(rows: Rows, type: Type, key: number, record: RecordOf<Type>): void {
  rows[type].set(key, record);
}
