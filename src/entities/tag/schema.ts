import type { Context } from '../../auth/context.ts';
import { untaggedId } from '../../counting/rows/where.ts';
import { builder } from '../../graphql/builder.ts';
import type { Entities } from '../entity.ts';
import { loadEntities, loadEntity } from '../loader.ts';
import { referenceKey } from '../reference.ts';

export const Tag = builder.objectRef<Entities['tag']>('Tag').implement({
  description: 'A tag that conversations carry, or the lack of any: the untagged, id 1.',
  fields: (t) => ({
    id: t.exposeID('id', { description: "The source's own id; 1 is the untagged." }),
    name: t.exposeString('name', { nullable: true, description: 'Null for id 1, the untagged.' }),
  }),
});

// Keys of tags count from 1.
const untaggedKey = 0;

async function loadTag(context: Context, id: string): Promise<Entities['tag'] | null> {
  return id === untaggedId ? { key: untaggedKey, id, name: null } : loadEntity(context, 'tag', id);
}

builder.queryFields((t) => ({
  tags: t.field({
    type: [Tag],
    description: "The account's tags, sorted by name (code points), then id, without the untagged.",
    resolve: (_root, _args, context) => loadEntities(context, 'tag'),
  }),
  tag: t.field({
    type: Tag,
    nullable: true,
    description: 'One tag, or with id 1 the untagged; null if there is none with this id.',
    args: { id: t.arg.id({ required: true, description: "The source's own id, or 1." }) },
    resolve: (_root, { id }, context) => loadTag(context, id),
  }),
}));

builder.asEntity(Tag, {
  key: referenceKey,
  resolveReference: ({ id }, context) => loadTag(context, id),
});
