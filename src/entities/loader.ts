import { createContextCache } from '@pothos/core';
import DataLoader from 'dataloader';
import type { Context } from '../auth/context.ts';
import { isId } from '../ids.ts';
import { pacedLoading } from '../pace.ts';
import type { Entities, EntityKind } from './entity.ts';
import { type CustomerPage, readCustomers, readEntities, readEntitiesById } from './query.ts';

interface Loaders<Item> {
  readonly byId: DataLoader<string, Item | null>;
  readonly all: () => Promise<Item[]>;
}

const loadersOf = createContextCache(
  (context: Context): { [Kind in EntityKind]: Loaders<Entities[Kind]> } => ({
    mailbox: loadersFor('mailbox', context),
    user: loadersFor('user', context),
    team: loadersFor('team', context),
    tag: loadersFor('tag', context),
    customer: loadersFor('customer', context),
  }),
);

function loadersFor<Kind extends EntityKind>(
  kind: Kind,
  { database, caller }: Context,
): Loaders<Entities[Kind]> {
  let all: Promise<Entities[Kind][]> | undefined;
  return {
    byId: new DataLoader(async (ids) => {
      const entities = await readEntitiesById(database, kind, caller, ids);
      const entityOf = new Map(entities.map((entity) => [entity.id, entity]));
      return ids.map((id) => entityOf.get(id) ?? null);
    }, pacedLoading),
    all: () => {
      all ??= readEntities(database, kind, caller);
      return all;
    },
  };
}

/** The entity with the source's id, or null where the caller can see none. One statement reads all ids of a tick. */
export async function loadEntity<Kind extends EntityKind>(
  context: Context,
  kind: Kind,
  id: string,
): Promise<Entities[Kind] | null> {
  return isId(id) ? loadersOf(context)[kind].byId.load(id) : null;
}

/** All entities of a kind that the caller may see, sorted by name, then id. */
export function loadEntities<Kind extends EntityKind>(
  context: Context,
  kind: Kind,
): Promise<Entities[Kind][]> {
  return loadersOf(context)[kind].all();
}

const customerPages = createContextCache(
  ({ database, caller }: Context) =>
    new DataLoader(
      (pages: readonly CustomerPage[]) =>
        Promise.all(pages.map((page) => readCustomers(database, caller, page))),
      { ...pacedLoading, cacheKeyFn: (page) => JSON.stringify(page) },
    ),
);

/** A page of the customers that the caller may see; equal pages of one request are read once. */
export function loadCustomers(context: Context, page: CustomerPage): Promise<Entities['customer'][]> {
  return customerPages(context).load(page);
}
