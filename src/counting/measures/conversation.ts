import { ConversationStatus, Prisma } from '../../database/generated/client.ts';

/** The keys of the tags of a conversation `c`, as a table `tag (key)`; 0 is the lack of any. */
export const tagsOfConversation = Prisma.sql`
    unnest(case when c.tag_keys = '{}' then '{0}' else c.tag_keys end) as tag (key)`;

/** All states; `enum_range` would look them up for each row. */
export const statuses = Object.values(ConversationStatus);
