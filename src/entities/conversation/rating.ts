import { builder } from '../../graphql/builder.ts';
import { User } from '../named.ts';
import type { ConversationRow } from './columns.ts';
import type { RatingRow } from './ratings-query.ts';

export const SatisfactionEnum = builder.enumType('Satisfaction', {
  description: 'How somebody felt about being served.',
  values: {
    GREAT: { value: 'great', description: 'Well.' },
    OKAY: { value: 'okay', description: 'Neither well nor badly.' },
    NOT_GOOD: { value: 'not_good', description: 'Badly.' },
  } as const,
});

/** A rating with its conversation, or with the id of one that has not been read. */
type Rated = RatingRow & { readonly conversation: ConversationRow | string };

export const Rating = builder.objectRef<Rated>('Rating').implement({
  description: 'What a customer said of how a conversation was served. Source: Help Scout, Chatwoot.',
  fields: (t) => ({
    ratingId: t.exposeID('id', { description: "The source's own id, unique in its conversation." }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was given.' }),
    score: t.expose('score', { type: SatisfactionEnum, description: 'What it comes to.' }),
    value: t.exposeInt('value', {
      nullable: true,
      description: "The source's own value, from 1 to 5, if it has any.",
    }),
    comment: t.exposeString('comment', {
      nullable: true,
      description: 'What was written with it; null: nothing.',
    }),
    user: t.expose('user', {
      type: User,
      nullable: true,
      description: 'Who was rated; null where nobody is named.',
    }),
  }),
});
