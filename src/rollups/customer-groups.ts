import { Prisma } from '../database/generated/client.ts';
import { tagsOfConversation } from './measures.ts';
import { partsOfConversation, wholeAccount } from './parts.ts';

/**
 * What is counted ahead of time of customers with a reply: those of each part of the account, and those of the whole account by
 * whom their conversation is assigned to and by its tags, as the key says.
 */
export const customerMeasures = [
  'repliedCustomers',
  'repliedCustomersByAssignee',
  'repliedCustomersByTag',
] as const;

export type CustomerMeasure = (typeof customerMeasures)[number];

/** Under what the customer of a conversation `c` is counted, as a table `g (place, part, key)`: the place of the measure, from 1. */
export const groupsOfConversation = Prisma.sql`(
        select 1 as place, p.part, 0 as key from ${partsOfConversation}
        union all
        select 2, ${wholeAccount}::int, c.assignee_key where c.assignee_key is not null
        union all
        select 3, ${wholeAccount}::int, tag.key from ${tagsOfConversation}
      ) as g (place, part, key)`;
