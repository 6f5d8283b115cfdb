import { groupLoader } from '../../answering/loader.ts';
import { count } from '../../counting/count.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import { idOrder } from '../../question/order.ts';
import { type ComparedScope, comparedPeriods, toComparedScope } from '../../question/slice.ts';
import { fieldReportOf, fieldRow } from './shape.ts';

/** Every custom field whose mailbox has a touched conversation, sorted by id. */
export const loadFields = groupLoader({
  sharedOf: toComparedScope,
  ownOf: () => null,
  answer: async (database, scope) => {
    const rows = await readRows(database, fieldsIn(scope), fieldRow);
    return [rows.map((row) => fieldReportOf(row, scope.previous !== null))];
  },
});

/** Selects the custom fields of all mailboxes with a touched conversation in the first period, and their options, in order. */
function fieldsIn(scope: ComparedScope): Prisma.Sql {
  const accountKey = scope.account.key;
  const periods = comparedPeriods(scope);
  return Prisma.sql`
    with totals as (
      select c.key as mailbox_key, ${ofEachPeriod(Prisma.sql`total`, Prisma.sql`"previousTotal"`)}
      from (${count(scope, periods, 'touched', 'mailbox')}) c
      group by c.key
      having bool_or(c.period = 1)
    ),
    answers as (
      select c.key as field_key, c.label as option_id, ${ofEachPeriod(Prisma.sql`count`, Prisma.sql`"previousCount"`)}
      from (${count(scope, periods, 'touched', 'answer')}) c
      group by c.key, c.label
    ),
    answered as (
      select a.field_key, sum(a.count)::int as answered, sum(a."previousCount")::int as "previousAnswered"
      from answers a
      group by a.field_key
    ),
    options as (
      select f.key, jsonb_agg(
        jsonb_build_object('id', o.id, 'name', o.name, 'count', a.count, 'previousCount', a."previousCount")
        order by a.count desc, ${idOrder(Prisma.sql`o.id`)}
      ) as options
      from custom_fields f
      cross join jsonb_to_recordset(f.options) as o (id text, name text)
      join answers a on a.field_key = f.key and a.option_id = o.id and a.count > 0
      where f.account_key = ${accountKey}
      group by f.key
    )
    select f.id, f.name, m.id as "mailboxId", totals.total, totals."previousTotal",
      coalesce(answered.answered, 0) as answered, coalesce(answered."previousAnswered", 0) as "previousAnswered",
      coalesce(options.options, '[]') as options
    from custom_fields f
    join totals on totals.mailbox_key = f.mailbox_key
    join mailboxes m on m.account_key = ${accountKey} and m.key = f.mailbox_key
    left join answered on answered.field_key = f.key
    left join options on options.key = f.key
    where f.account_key = ${accountKey}
    order by ${idOrder(Prisma.sql`f.id`)}`;
}

/** The sums of the counts in the first and in the second period, under two names. */
function ofEachPeriod(first: Prisma.Sql, second: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`coalesce(sum(c.count) filter (where c.period = 1), 0)::int as ${first},
        coalesce(sum(c.count) filter (where c.period = 2), 0)::int as ${second}`;
}
