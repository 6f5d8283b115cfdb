import { Prisma } from '../../database/generated/client.ts';

/**
 * What is counted: conversations created, touched (created or with a thread of any kind), replied (with a reply) or closed (where no
 * thread says when), threads, or those of them that resolve or reopen their conversation.
 */
export type Activity = 'created' | 'touched' | 'replied' | 'closed' | 'threads' | 'events';

/**
 * One kind of count, ahead of time or over stored rows: both are made of these fragments, so that they cannot differ.
 * They say under which key and label a conversation `c`, or its thread `t`, is counted; neither is null but a label that
 * the measure has no use for.
 */
export interface Measure {
  readonly name: string;
  readonly activity: Activity;
  readonly key: Prisma.Sql;
  readonly label: Prisma.Sql;
  /** The zone that the key depends on: only rollups of an account in this zone count by it. Null: it depends on none. */
  readonly timeZone: string | null;
  /** Which of them count. */
  readonly condition: Prisma.Sql;
  /** What has to be joined for the key and the label. */
  readonly joins: (accountKey: number) => Prisma.Sql;
  /** Whether it is counted ahead of time of the whole account alone, and of none of its parts. */
  readonly isOfWhole: boolean;
  /** The measure whose counts in each mailbox answer it, where its key is the mailbox, which is a part of the account; else null. */
  readonly byMailboxOf: Measure | null;
}

/** A measure by its name, what it counts and its key; nothing else is special about it unless it is said. */
export function measure(
  name: string,
  activity: Activity,
  key: Prisma.Sql,
  {
    label = Prisma.sql`null::text`,
    timeZone = null,
    condition = Prisma.sql`true`,
    joins = () => Prisma.empty,
    isOfWhole = false,
    byMailboxOf = null,
  }: Partial<Measure> = {},
): Measure {
  return { name, activity, key, label, timeZone, condition, joins, isOfWhole, byMailboxOf };
}
