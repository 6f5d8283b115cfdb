-- Parts of an account are columns. What was counted so far stays where it is for the release before, which may go on beside this one:
-- "rollups", "customer_blocks" and "sorted_times" are dropped by the migration of the next release. Upkeep counts anew.
create table "monthly_counts" (
    "account_key" integer not null,
    "measure" text not null,
    "mailbox_key" integer not null,
    "type" text not null,
    "user_key" integer not null,
    "unit" text not null,
    "month" integer not null,
    "days" integer[],
    "keys" integer[],
    "labels" text[],
    "previous_days" integer[],
    "counts" double precision[],
    constraint "monthly_counts_pkey" primary key ("account_key", "measure", "type", "user_key", "mailbox_key", "unit", "month")
);

-- All that is counted of a month. It stands as a sum, which no question asks for: where the planner knows nothing of the table, this index
-- would seem to it as good for a measure of a month as the key.
create index "monthly_counts_month_idx" on "monthly_counts" ("account_key", ("month" + 0));

create table "busy_customers" (
    "account_key" integer not null,
    "mailbox_key" integer not null,
    "type" text not null,
    "block" integer not null,
    "customer_key" integer not null,
    "conversations" integer not null,
    "days" integer[],
    "previous_days" integer[],
    constraint "busy_customers_pkey" primary key ("account_key", "customer_key", "mailbox_key", "type", "block")
);

-- The customers of a block with most conversations. All rows have some: the condition keeps the index from whoever looks a customer up,
-- where PostgreSQL knows little of an account and would take one index for as good as the other.
create index "busy_customers_block_idx"
    on "busy_customers" ("account_key", "block", "mailbox_key", "type", "conversations") where "conversations" > 0;

create table "weekly_times" (
    "account_key" integer not null,
    "measure" text not null,
    "week" integer not null,
    "mailbox_key" integer not null,
    "type" text not null,
    "user_key" integer not null,
    "times" double precision[] not null,
    "sum" double precision not null,
    "replies" integer not null,
    "once" integer not null,
    constraint "weekly_times_pkey" primary key ("account_key", "measure", "week", "mailbox_key", "type", "user_key")
);

-- By which zone's days. The release before does not say.
alter table "counted_measures" add column "time_zone" text not null default '';
