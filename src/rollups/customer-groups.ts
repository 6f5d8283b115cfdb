import { Prisma } from '../database/generated/client.ts';
import { tagsOfConversation } from './measures.ts';
import { partsOfConversation, wholeAccount } from './parts.ts';

/**
 * What is counted ahead of time of customers with a reply: those of each part of the account, those of the whole account by
 * whom their conversation is assigned to, by its tags and by its team, as the key says, and those of each user who has sent one.
 */
export const customerMeasures = [
  'repliedCustomers',
  'repliedCustomersByAssignee',
  'repliedCustomersByTag',
  'repliedCustomersOfUser',
  'repliedCustomersByTeam',
] as const;

export type CustomerMeasure = (typeof customerMeasures)[number];

/** The days on which a conversation `c` has a reply, and who sent one, as a table `r (day, replier)`. */
export const repliedDays = Prisma.sql`unnest(c.replied_days, c.repliers) as r (day, replier)`;

/**
 * Under what the customer of a conversation `c` is counted on a day `r` with a reply, as a table `g (place, part, key)`: the
 * place of the measure, from 1.
 */
export const groupsOfReply = Prisma.sql`(
        select 1 as place, p.part, 0 as key from ${partsOfConversation}
        union all
        select 2, ${wholeAccount}::int, c.assignee_key where c.assignee_key is not null
        union all
        select 3, ${wholeAccount}::int, tag.key from ${tagsOfConversation}
        union all
        select 4, r.replier, 0
        union all
        select 5, ${wholeAccount}::int, c.team_key where c.team_key is not null
      ) as g (place, part, key)`;
