/** The bounds of both periods, which follow one another, as literals. */
interface Bounds {
  readonly before: string;
  readonly start: string;
  readonly end: string;
}

/** A question of the service, and the statement that answers it over the same rows with the same names. */
export interface Row {
  readonly name: string;
  readonly months: number;
  /** Asked for another place each time instead of for the last months of 2025. */
  readonly isAnywhere?: boolean;
  readonly document: string;
  readonly sql: (bounds: Bounds) => string;
}

const documentOf = (report: string, selection: string): string =>
  `query ($period: PeriodInput!, $previous: PeriodInput) {
    ${report}(period: $period, previous: $previous) { ${selection} }
  }`;

const counted = `c.status <> 'spam' and not c.deleted`;

/** What touches a conversation, and when. */
const events = `
      select key, created_at from conversations
      union all
      select conversation_key, created_at from threads`;

/** The conversations that have something in either period, and in which. */
const touched = ({ before, start, end }: Bounds): string => `
  (
    select key, bool_or(created_at >= ${start}) as now, bool_or(created_at < ${start}) as earlier
    from (${events})
    where created_at >= ${before} and created_at < ${end}
    group by key
  ) t
  join conversations c using (key)`;

const customers = (first: number): Row => ({
  name: `customers(first: ${first}) of a year`,
  months: 12,
  document: documentOf(
    'conversationsReport',
    `customers(first: ${first}) { top { customerId name count previousCount } }`,
  ),
  sql: (bounds) => `
    select {'customers': {'top': list(
      {'customerId': id, 'name': name, 'count': n, 'previousCount': p} order by n desc, id
    )}} as "conversationsReport"
    from (
      select k.id, k.name, n, p
      from (
        select c.customer_key as key, (count(*) filter (now))::int as n, (count(*) filter (earlier))::int as p
        from ${touched(bounds)}
        where ${counted}
        group by 1
      )
      join customers k using (key)
      where n > 0
      order by n desc, id
      limit ${first}
    )`,
});

const repliedCustomers: Row = {
  name: 'replied customers of a year',
  months: 12,
  document: documentOf('conversationsReport', 'current { customers } previous { customers }'),
  sql: ({ before, start, end }) => `
    select {
      'current': {'customers': (count(distinct customer_key) filter (t.created_at >= ${start}))::int},
      'previous': {'customers': (count(distinct customer_key) filter (t.created_at < ${start}))::int}
    } as "conversationsReport"
    from threads t
    join conversations c on c.key = t.conversation_key
    where t.kind = 'reply' and t.created_at >= ${before} and t.created_at < ${end} and ${counted}`,
};

const topTags: Row = {
  name: 'top tags of a year',
  months: 12,
  document: documentOf('conversationsReport', 'tags(first: 100) { top { tagId name count previousCount } }'),
  sql: (bounds) => `
    select {'tags': {'top': list(
      {'tagId': coalesce(id, '1'), 'name': name, 'count': n, 'previousCount': p} order by n desc, coalesce(id, '1')
    )}} as "conversationsReport"
    from (
      select key, (count(*) filter (now))::int as n, (count(*) filter (earlier))::int as p
      from (
        select now, earlier, unnest(case when len(c.tag_keys) = 0 then [0] else c.tag_keys end) as key
        from ${touched(bounds)}
        where ${counted}
      )
      group by 1
    )
    left join tags using (key)
    where n > 0`,
};

const touchedConversations: Row = {
  name: 'touched conversations of a year',
  months: 12,
  document: documentOf(
    'conversationsReport',
    'current { totalConversations } previous { totalConversations }',
  ),
  sql: ({ before, start, end }) => `
    select {
      'current': {'totalConversations': (count(distinct key) filter (e.created_at >= ${start}))::int},
      'previous': {'totalConversations': (count(distinct key) filter (e.created_at < ${start}))::int}
    } as "conversationsReport"
    from (${events}) e
    join conversations c using (key)
    where e.created_at >= ${before} and e.created_at < ${end} and ${counted}`,
};

const fields = 'channel open resolved pending snoozed total';

const channels = {
  document: documentOf('channelSummaryReport', `current { ${fields} } previous { ${fields} }`),
  sql: ({ before, start, end }: Bounds) => `
    select {
      'current': coalesce(list(r order by channel) filter (now), []),
      'previous': coalesce(list(r order by channel) filter (not now), [])
    } as "channelSummaryReport"
    from (
      select now, channel, {
        'channel': channel, 'open': (count(*) filter (status = 'open'))::int,
        'resolved': (count(*) filter (status = 'closed'))::int, 'pending': (count(*) filter (status = 'pending'))::int,
        'snoozed': (count(*) filter (status in ('snoozed', 'on_hold')))::int, 'total': count(*)::int
      } as r
      from (select *, created_at >= ${start} as now from conversations c where ${counted})
      where created_at >= ${before} and created_at < ${end}
      group by 1, 2
    )`,
};

/** What the service is held to, beside DuckDB over the same rows. */
export const rows: readonly Row[] = [
  customers(100),
  customers(10),
  repliedCustomers,
  topTags,
  touchedConversations,
  { name: 'channel summary of a month', months: 1, isAnywhere: true, ...channels },
  { name: 'channel summary of half a year', months: 6, ...channels },
];
