import { idOf } from '../records.ts';

/** The id of a label: conversations carry titles, also such as have no label record. Id 1 means untagged. */
export function tagIdOf(title: string): string {
  return idOf(title, 'label-', title === '1');
}
