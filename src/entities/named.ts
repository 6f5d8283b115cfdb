import type { ObjectRef } from '@pothos/core';
import type { Context } from '../auth/context.ts';
import { untaggedId } from '../counting/rows/where.ts';
import { builder } from '../graphql/builder.ts';
import type { Entities, EntityKind } from './entity.ts';
import { loadEntities, loadEntity } from './loader.ts';
import { referenceKey } from './reference.ts';

const sourceId = "The source's own id.";

export const User = builder.objectRef<Entities['user']>('User').implement({
  description: 'Someone who answers conversations.',
  fields: (t) => ({
    id: t.exposeID('id', { description: sourceId }),
    name: t.exposeString('name', { description: 'The name.' }),
  }),
});

export const Customer = builder.objectRef<Entities['customer']>('Customer').implement({
  description: 'Someone who writes to the helpdesk.',
  fields: (t) => ({
    id: t.exposeID('id', { description: sourceId }),
    name: t.exposeString('name', { nullable: true, description: 'The name, where one is known.' }),
  }),
});

export const Mailbox = builder.objectRef<Entities['mailbox']>('Mailbox').implement({
  description: 'An inbox that conversations come into.',
  fields: (t) => ({
    id: t.exposeID('id', { description: sourceId }),
    name: t.exposeString('name', { description: 'Its name.' }),
  }),
});

export const Tag = builder.objectRef<Entities['tag']>('Tag').implement({
  description: 'A tag that conversations carry, or the lack of any: the untagged, id 1.',
  fields: (t) => ({
    id: t.exposeID('id', { description: "The source's own id; 1 is the untagged." }),
    name: t.exposeString('name', { nullable: true, description: 'Null for id 1, the untagged.' }),
  }),
});

export const Team = builder.objectRef<Entities['team']>('Team').implement({
  description: 'Users who answer conversations together.',
  fields: (t) => ({
    id: t.exposeID('id', { description: sourceId }),
    name: t.exposeString('name', { description: 'The name.' }),
  }),
});

/** The root fields of a kind, and what is said of them. */
interface RootFields {
  /** The field of all that there are, and its description. */
  readonly all?: readonly [name: string, description: string];
  readonly one: string;
  readonly id?: string;
  readonly load?: (context: Context, id: string) => Promise<Entities['tag'] | null>;
}

/** Adds the root fields of a kind, all that there are and one by its id, and how a gateway asks for one. */
function addRootFields(
  kind: EntityKind,
  type: ObjectRef<typeof builder.$inferSchemaTypes, Entities['tag']>,
  { all, one, id: ofId = sourceId, load = (context, id) => loadEntity(context, kind, id) }: RootFields,
): void {
  if (all)
    builder.queryField(all[0], (t) =>
      t.field({
        type: [type],
        description: all[1],
        resolve: (_root, _args, context) => loadEntities(context, kind),
      }),
    );
  builder.queryField(kind, (t) =>
    t.field({
      type,
      nullable: true,
      description: one,
      args: { id: t.arg.id({ required: true, description: ofId }) },
      resolve: (_root, { id }, context) => load(context, id),
    }),
  );
  builder.asEntity(type, {
    key: referenceKey,
    resolveReference: ({ id }, context) => load(context, id),
  });
}

addRootFields('user', User, {
  all: ['users', "The account's users, sorted by name (code points), then id."],
  one: 'One user; null if there is none with this id.',
});
addRootFields('customer', Customer, {
  one: 'One customer; null if there is none with this id, or none who has a conversation in a mailbox that the token may see.',
});
addRootFields('mailbox', Mailbox, {
  all: ['mailboxes', 'The mailboxes that the token may see, sorted by name (code points), then id.'],
  one: 'One mailbox; null if there is none with this id that the token may see.',
});

// Keys of tags count from 1.
const untagged: Entities['tag'] = { key: 0, id: untaggedId, name: null };

addRootFields('tag', Tag, {
  all: ['tags', "The account's tags, sorted by name (code points), then id, without the untagged."],
  one: 'One tag, or with id 1 the untagged; null if there is none with this id.',
  id: "The source's own id, or 1.",
  load: async (context, id) => (id === untaggedId ? untagged : loadEntity(context, 'tag', id)),
});
addRootFields('team', Team, {
  all: ['teams', "The account's teams, sorted by name (code points), then id."],
  one: 'One team; null if there is none with this id.',
});
