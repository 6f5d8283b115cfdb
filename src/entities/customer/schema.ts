import { builder } from '../../graphql/builder.ts';
import type { Entities } from '../entity.ts';
import { loadEntity } from '../loader.ts';
import { referenceKey } from '../reference.ts';

export const Customer = builder.objectRef<Entities['customer']>('Customer').implement({
  description: 'Someone who writes to the helpdesk.',
  fields: (t) => ({
    id: t.exposeID('id', { description: "The source's own id." }),
    name: t.exposeString('name', { nullable: true, description: 'The name, where one is known.' }),
  }),
});

builder.queryField('customer', (t) =>
  t.field({
    type: Customer,
    nullable: true,
    description:
      'One customer; null if there is none with this id, or none who has a conversation in a mailbox that the token may see.',
    args: { id: t.arg.id({ required: true, description: "The source's own id." }) },
    resolve: (_root, { id }, context) => loadEntity(context, 'customer', id),
  }),
);

builder.asEntity(Customer, {
  key: referenceKey,
  resolveReference: ({ id }, context) => loadEntity(context, 'customer', id),
});
