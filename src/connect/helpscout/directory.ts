import { keyOf, type Names } from '../names.ts';
import type { NamedRecord } from '../records.ts';
import { type Mention, placeholderName } from './mentions.ts';

/**
 * The records of those mentioned that are to be written, which `names` then holds: of whom nothing is known yet, customers with
 * another name, and those who had but a placeholder. A placeholder takes no name away.
 */
export function freshMentions(mentions: readonly Mention[], names: Names): NamedRecord[] {
  return mentions.flatMap(({ record, isPlaceholder }) => {
    const key = keyOf(record);
    const name = record.name ?? null;
    const before = names.get(key);
    if (before !== undefined) {
      if (isPlaceholder || before === name) return [];
      if (record.type !== 'customer' && before !== placeholderName(record.type, record.id)) return [];
    }
    names.set(key, name);
    return [record];
  });
}
