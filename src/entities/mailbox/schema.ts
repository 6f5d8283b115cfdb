import { builder } from '../../graphql/builder.ts';
import type { Entities } from '../entity.ts';
import { loadEntities, loadEntity } from '../loader.ts';
import { referenceKey } from '../reference.ts';

export const Mailbox = builder.objectRef<Entities['mailbox']>('Mailbox').implement({
  description: 'An inbox that conversations come into.',
  fields: (t) => ({
    id: t.exposeID('id', { description: "The source's own id." }),
    name: t.exposeString('name', { description: 'Its name.' }),
  }),
});

builder.queryFields((t) => ({
  mailboxes: t.field({
    type: [Mailbox],
    description: 'The mailboxes that the token may see, sorted by name (code points), then id.',
    resolve: (_root, _args, context) => loadEntities(context, 'mailbox'),
  }),
  mailbox: t.field({
    type: Mailbox,
    nullable: true,
    description: 'One mailbox; null if there is none with this id that the token may see.',
    args: { id: t.arg.id({ required: true, description: "The source's own id." }) },
    resolve: (_root, { id }, context) => loadEntity(context, 'mailbox', id),
  }),
}));

builder.asEntity(Mailbox, {
  key: referenceKey,
  resolveReference: ({ id }, context) => loadEntity(context, 'mailbox', id),
});
