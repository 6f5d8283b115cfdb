import { expect, test } from 'vitest';
import { tablesWithoutAccount } from './account-wall.ts';

test.each([
  ['select key from accounts where id = $1', []],
  ['select name from accounts', ['accounts']],
  ['select m.key from mailboxes m where m.account_key = $1 and m.id = any($2)', []],
  ['select key from mailboxes where account_key in ($1)', []],
  ['select key from mailboxes where account_key in ($1, $2)', ['mailboxes']],
  ['select key from mailboxes where account_key = $1 or id = $2', ['mailboxes']],
  ['select key from users where (account_key = $1 and id = $2) or (account_key = $3 and id = $4)', []],
  ['select key from mailboxes where account_key <> $1', ['mailboxes']],
  ['select key from mailboxes where account_key = account_key', ['mailboxes']],
  ['select 1 from "public"."tags" where "public"."tags"."account_key" = $1', []],
  ['select 1 from tokens t join accounts a on a.key = t.account_key where t.account_key = $1', []],
  ['select 1 from tokens t join accounts a on a.key = t.account_key', ['tokens', 'accounts']],
  ['select 1 from users u left join tags t on t.account_key = $1 and u.account_key = $1', ['users']],
  ['select 1 from users u where u.account_key = $1 and u.key = any(array(select key from tags))', ['tags']],
  [
    'select 1 from users u where u.account_key = $1 and exists (select from tags t where t.account_key = u.account_key)',
    [],
  ],
  ['with c as (select 1 from threads where account_key = $1) select from c', []],
  ['with c as (select 1 from threads) select from c', ['threads']],
  [
    'select array(select m.key from mailboxes m where m.account_key = a.key) from accounts a where a.id = $1',
    [],
  ],
  [
    'select from generate_series(1, 2) p cross join lateral (select from threads t where t.account_key = $1) x',
    [],
  ],
  ['select 1 from tags where account_key = $1 union all select 1 from users', ['users']],
  ['update tokens set revoked_at = $1 where key = $2', ['tokens']],
  [
    'delete from threads t using conversations c where t.account_key = $1 and c.account_key = t.account_key',
    [],
  ],
  ['insert into tags (account_key, key) select $1, key from users where account_key = $1', []],
  ['insert into tags (key) values ($1)', ['tags']],
  [
    'with gone as (delete from tags where account_key = $1 returning key) insert into tags (account_key, key) select $1, key from gone',
    [],
  ],
  [
    'with gone as (delete from tags returning key) insert into tags (account_key, key) select $1, key from gone',
    ['tags'],
  ],
  ['insert into accounts (key) select max(key) + 1 from accounts', []],
])('%s', async (sql, tables) => {
  expect(await tablesWithoutAccount(sql)).toEqual(tables);
});
