import { Prisma } from '../../database/generated/client.ts';

/** The part that is the whole account. */
export const wholeAccount = 0;

const codeOf = { chat: 1, email: 2, phone: 3 } as const;

/** The part that holds the conversations of a type, given by its code. Mailboxes have positive keys. */
export const partOfType = (code: Prisma.Sql): Prisma.Sql => Prisma.sql`-(${code})`;

/** The part that holds the conversations of a type in a mailbox, given by its key. */
export const partOfTypeInMailbox = (mailboxKey: Prisma.Sql, code: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`-4 * ${mailboxKey} - (${code})`;

/** The key of the mailbox that a part lies within, which is that mailbox or a type in it. */
export const mailboxOf = (part: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`case when ${part} > 0 then ${part} else -(${part}) / 4 end`;

/** Whether a part lies within one mailbox. */
export const isOfOneMailbox = (part: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`${part} not between -3 and ${wholeAccount}::int`;

/** The codes of types as a table `t (code)`. */
export const codesOf = (types: readonly (keyof typeof codeOf)[]): Prisma.Sql =>
  Prisma.sql`unnest(${types.map((type) => codeOf[type])}::int[]) as t (code)`;

/** The code of a type. */
export const codeOfType = (type: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`case ${type} when 'chat' then 1 when 'email' then 2 else 3 end`;

const codeOfConversation = codeOfType(Prisma.sql`c.type`);

/**
 * The parts of an account that a conversation `c` belongs to, as a table `p (part)`: all of it, its mailbox, its type, its type
 * in its mailbox. Not VALUES, whose expressions PostgreSQL would make ready anew for each conversation.
 */
export const partsOfConversation = Prisma.sql`(
        select unnest(array[
          ${wholeAccount}::int, c.mailbox_key, ${partOfType(codeOfConversation)},
          ${partOfTypeInMailbox(Prisma.sql`c.mailbox_key`, codeOfConversation)}
        ]) as part
      ) p`;

/** The same for what is counted of the whole account alone. */
export const wholeAccountAlone = Prisma.sql`(select ${wholeAccount}::int as part) p`;
