import { Prisma } from '../../database/generated/client.ts';
import { tagsOfConversation } from './conversation.ts';
import { ofUser, partsOfConversation, wholeAccount } from './parts.ts';

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

/** Under what each measure counts the customer of a conversation `c` on a day `r` with a reply: `key`, part and where from. */
export const groupOf: Record<CustomerMeasure, Prisma.Sql> = {
  repliedCustomers: Prisma.sql`0 as key, p.* from ${partsOfConversation}`,
  repliedCustomersByAssignee: Prisma.sql`c.assignee_key as key, ${wholeAccount} where c.assignee_key is not null`,
  repliedCustomersByTag: Prisma.sql`tag.key, ${wholeAccount} from ${tagsOfConversation}`,
  repliedCustomersOfUser: Prisma.sql`0 as key, ${ofUser(Prisma.sql`r.replier`)}`,
  repliedCustomersByTeam: Prisma.sql`c.team_key as key, ${wholeAccount} where c.team_key is not null`,
};

/** All of these groups as a table `g (place, key, mailbox_key, user_key, type)`: the place of the measure, from 1. */
export const groupsOfReply = Prisma.sql`(
        ${Prisma.join(
          customerMeasures.map(
            (name, index) => Prisma.sql`select ${Prisma.raw(`${index + 1}`)} as place, ${groupOf[name]}`,
          ),
          ' union all ',
        )}
      ) as g`;
