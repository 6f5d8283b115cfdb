import { Prisma } from '../../src/database/generated/client.ts';
import type { Question } from '../question.ts';
import { ofPrevious } from './conditions.ts';

/** The custom fields of the report, made of the table `touched`. */
export function customFields(question: Question): Prisma.Sql {
  const accountKey = question.account.key;
  const previous = (expression: Prisma.Sql) => ofPrevious(question, expression);
  return Prisma.sql`
    with totals as (
      select mailbox_key, count(*) filter (where now) as now, count(*) filter (where before) as before
      from touched
      group by mailbox_key
      having bool_or(now)
    ), values as materialized (
      select v.field_key, case when f.field_type = 'dropdown' then v.value end as option_id,
        count(*) filter (where c.now) as now, count(*) filter (where c.before) as before
      from touched c
      join field_values v on v.account_key = ${accountKey} and v.conversation_key = c.key
      join custom_fields f on f.account_key = ${accountKey} and f.key = v.field_key and f.mailbox_key = c.mailbox_key
      group by 1, 2
    )
    select json_build_object('count', count(*), 'fields', coalesce(json_agg(json_build_object(
      'fieldId', f.id, 'name', f.name, 'mailboxId', m.id,
      'values', (
        select coalesce(json_agg(
          json_build_object('optionId', o.id, 'name', o.name, 'count', v.now, 'previousCount', ${previous(Prisma.sql`v.before`)})
          order by v.now desc, o.id collate "C"
        ), '[]')
        from values v
        join jsonb_to_recordset(f.options) as o (id text, name text) on o.id = v.option_id
        where v.field_key = f.key and v.now > 0
      ),
      'summary', (
        select json_build_object(
          'total', t.now, 'totalAnswered', coalesce(sum(v.now), 0),
          'previousTotal', ${previous(Prisma.sql`t.before`)},
          'previousTotalAnswered', ${previous(Prisma.sql`coalesce(sum(v.before), 0)`)}
        )
        from values v
        where v.field_key = f.key
      )
    ) order by f.id collate "C"), '[]'))
    from custom_fields f
    join totals t on t.mailbox_key = f.mailbox_key
    join mailboxes m on m.account_key = ${accountKey} and m.key = f.mailbox_key
    where f.account_key = ${accountKey}`;
}
