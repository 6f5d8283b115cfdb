import type { ObjectRef } from '@pothos/core';
import { ConversationDeltasType, ConversationStatsType } from '../../answering/conversation-stats.ts';
import type { ConversationStats } from '../../answering/stats.ts';
import { builder } from '../../graphql/builder.ts';
import type { Period } from '../../period/period.ts';
import { questionArgs, timeZoneArg } from '../../question/arguments.ts';
import { toSlice } from '../../question/slice.ts';
import type { Entities, EntityKind } from '../entity.ts';
import { Customer, Mailbox, Tag, Team, User } from '../named.ts';
import { entityStatsOf } from './loader.ts';

interface Comparison {
  readonly current: ConversationStats;
  /** Null where no comparison was asked for. */
  readonly previous: ConversationStats | null;
}

const ConversationStatsComparison = builder.objectRef<Comparison>('ConversationStatsComparison').implement({
  description:
    'The conversations of a mailbox, a user, a team, a tag or a customer in figures. Source: Help Scout.',
  fields: (t) => ({
    current: t.field({
      type: ConversationStatsType,
      description: 'The period asked for.',
      resolve: ({ current }) => current,
    }),
    previous: t.field({
      type: ConversationStatsType,
      nullable: true,
      description: 'The same for the period compared with; null unless a comparison was asked for.',
      resolve: ({ previous }) => previous,
    }),
    deltas: t.field({
      type: ConversationDeltasType,
      nullable: true,
      description: 'Change from previous to current; null without a comparison.',
      resolve: ({ current, previous }) => previous && { current, previous },
    }),
  }),
});

addConversations(Mailbox, 'mailbox', 'The conversations in this mailbox that match the filter as well.');
addConversations(
  User,
  'user',
  'Over the conversations that are assigned to this user now and match the filter as well.',
);
addConversations(
  Team,
  'team',
  'Over the conversations that are assigned to this team now and match the filter as well.',
);
addConversations(
  Tag,
  'tag',
  'The conversations that carry this tag (of the untagged: none) and match the filter as well.',
);
addConversations(Customer, 'customer', "This customer's conversations that match the filter as well.");

function addConversations<Kind extends EntityKind>(
  type: ObjectRef<typeof builder.$inferSchemaTypes, Entities[Kind]>,
  kind: Kind,
  description: string,
): void {
  builder.objectField(type, 'conversations', (t) =>
    t.field({
      type: ConversationStatsComparison,
      nullable: true,
      description,
      args: { ...questionArgs, ...timeZoneArg },
      resolve: ({ key }, args, context) => {
        const slice = toSlice(args, context);
        const statsIn = (period: Period) => entityStatsOf(context, { slice, kind, key }, period);
        return { current: statsIn(slice.period), previous: slice.previous && statsIn(slice.previous) };
      },
    }),
  );
}
