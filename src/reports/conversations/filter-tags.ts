import type { Context } from '../../auth/context.ts';
import { untaggedId } from '../../counting/rows/where.ts';
import type { Entities } from '../../entities/entity.ts';
import { loadEntities } from '../../entities/loader.ts';

/** A tag that the report can be filtered by; the name of the untagged is null. */
export type FilterTag = Pick<Entities['tag'], 'id' | 'name'>;

/** Every tag of the account, sorted by name, then id, after the untagged. */
export async function loadFilterTags(context: Context): Promise<FilterTag[]> {
  return [{ id: untaggedId, name: null }, ...(await loadEntities(context, 'tag'))];
}
