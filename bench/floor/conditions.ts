import { Prisma } from '../../src/database/generated/client.ts';
import { formatInstant } from '../../src/period/instant.ts';
import type { Period } from '../../src/period/period.ts';
import type { Question } from '../question.ts';

/** The condition under which a conversation `c` is counted and matches the filter. */
export function counted({ account, filter }: Question): Prisma.Sql {
  const conditions = [Prisma.sql`c.account_key = ${account.key} and c.status <> 'spam' and not c.deleted`];
  if (filter.mailbox) conditions.push(Prisma.sql`c.mailbox_key = ${filter.mailbox.key}`);
  if (filter.tag) conditions.push(Prisma.sql`c.tag_keys @> ${[filter.tag.key]}::int[]`);
  if (filter.type) conditions.push(Prisma.sql`c.type = ${filter.type}::conversation_type`);
  return Prisma.join(conditions, ' and ');
}

/** The condition under which a row was created in a period; without a period none was. */
export function createdIn(period: Period | null): Prisma.Sql {
  if (!period) return Prisma.sql`false`;
  return Prisma.sql`(created_at >= ${formatInstant(period.start)}::timestamptz
    and created_at < ${formatInstant(period.end)}::timestamptz)`;
}

/** The condition under which a row was created in either period, which follow one another: one range of an index. */
export function createdInEither({ current, previous }: Question): Prisma.Sql {
  return createdIn({ start: previous?.start ?? current.start, end: current.end });
}

/** Both periods of a question, each answered by the same expression. */
export function bothPeriods(question: Question, answer: (period: Period) => Prisma.Sql): Prisma.Sql {
  const { current, previous } = question;
  return Prisma.sql`
    select json_build_object(
      'current', (${answer(current)}), 'previous', ${previous ? Prisma.sql`(${answer(previous)})` : Prisma.sql`null`}
    ) as answer`;
}

/** What belongs to the period compared with: null without one. */
export function ofPrevious(question: Question, expression: Prisma.Sql): Prisma.Sql {
  return question.previous ? expression : Prisma.sql`null`;
}
