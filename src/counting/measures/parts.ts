import { Prisma } from '../../database/generated/client.ts';

/**
 * In which parts of the account something is counted ahead of time: in each; in the whole account alone; or in the whole account and in
 * each type in each mailbox, the smallest parts, which are added up to any other.
 */
export type CountedIn = 'eachPart' | 'whole' | 'wholeAndSmallest';

/** The columns of the part that is the whole account, all mailboxes and all types, for what a user has done, given by the key. */
export const ofUser = (key: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`0 as mailbox_key, ${key} as user_key, '' as type`;

/** The same for what is not counted by user. */
export const wholeAccount = ofUser(Prisma.sql`0`);

/**
 * The parts of an account that a conversation `c` belongs to, as a table `p (mailbox_key, user_key, type)`: all of it, its mailbox,
 * its type, its type in its mailbox. Not VALUES, whose expressions PostgreSQL would make ready anew for each conversation.
 */
export const partsOfConversation = Prisma.sql`(
        select unnest(array[0, c.mailbox_key, 0, c.mailbox_key]) as mailbox_key, 0 as user_key,
          unnest(array['', '', c.type::text, c.type::text]) as type
      ) p`;

/**
 * The columns of a table that tell whose conversations are counted; the user is 0 where they are not counted by user. They stand after
 * numbers that are compared: what comes after a text in a row takes longer to find.
 */
export const partIn = (table: string): Prisma.Sql =>
  Prisma.raw(`${table}.mailbox_key, ${table}.user_key, ${table}.type`);
