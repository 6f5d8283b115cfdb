import { builder } from '../../graphql/builder.ts';
import type { Entities } from '../entity.ts';
import { loadEntities, loadEntity } from '../loader.ts';
import { referenceKey } from '../reference.ts';

export const Team = builder.objectRef<Entities['team']>('Team').implement({
  description: 'Users who answer conversations together.',
  fields: (t) => ({
    id: t.exposeID('id', { description: "The source's own id." }),
    name: t.exposeString('name', { description: 'The name.' }),
  }),
});

builder.queryFields((t) => ({
  teams: t.field({
    type: [Team],
    description: "The account's teams, sorted by name (code points), then id.",
    resolve: (_root, _args, context) => loadEntities(context, 'team'),
  }),
  team: t.field({
    type: Team,
    nullable: true,
    description: 'One team; null if there is none with this id.',
    args: { id: t.arg.id({ required: true, description: "The source's own id." }) },
    resolve: (_root, { id }, context) => loadEntity(context, 'team', id),
  }),
}));

builder.asEntity(Team, {
  key: referenceKey,
  resolveReference: ({ id }, context) => loadEntity(context, 'team', id),
});
