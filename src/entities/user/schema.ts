import { builder } from '../../graphql/builder.ts';
import type { Entities } from '../entity.ts';
import { loadEntities, loadEntity } from '../loader.ts';
import { referenceKey } from '../reference.ts';

export const User = builder.objectRef<Entities['user']>('User').implement({
  description: 'Someone who answers conversations.',
  fields: (t) => ({
    id: t.exposeID('id', { description: "The source's own id." }),
    name: t.exposeString('name', { description: 'The name.' }),
  }),
});

builder.queryFields((t) => ({
  users: t.field({
    type: [User],
    description: "The account's users, sorted by name (code points), then id.",
    resolve: (_root, _args, context) => loadEntities(context, 'user'),
  }),
  user: t.field({
    type: User,
    nullable: true,
    description: 'One user; null if there is none with this id.',
    args: { id: t.arg.id({ required: true, description: "The source's own id." }) },
    resolve: (_root, { id }, context) => loadEntity(context, 'user', id),
  }),
}));

builder.asEntity(User, {
  key: referenceKey,
  resolveReference: ({ id }, context) => loadEntity(context, 'user', id),
});
