create type "priority" as enum ('low', 'medium', 'high', 'urgent');
create type "satisfaction" as enum ('great', 'okay', 'not_good');
create type "status_event" as enum ('resolution', 'reopening');

-- The transaction that adds a value to an enum cannot use it: nothing below names this one.
alter type "thread_kind" add value 'auto';

create table "teams" (
    "account_key" integer not null,
    "key" integer not null,
    "id" text not null,
    "name" text not null,
    constraint "teams_pkey" primary key ("account_key", "key"),
    constraint "teams_account_key_fkey" foreign key ("account_key") references "accounts" ("key") on delete restrict on update cascade
);
create unique index "teams_account_key_id_key" on "teams" ("account_key", "id");

create table "ratings" (
    "account_key" integer not null,
    "conversation_key" integer not null,
    "position" integer not null,
    "id" text not null,
    "created_at" timestamptz(6) not null,
    "score" "satisfaction" not null,
    "value" integer,
    "user_key" integer,
    "comment" text,
    constraint "ratings_pkey" primary key ("account_key", "conversation_key", "position")
);

alter table "threads"
    add column "status" "conversation_status",
    add column "status_event" "status_event";

-- Conversations are written anew, with what their threads say of them: updating each of them would leave a table of twice the
-- size, and its indexes are made faster once it is full. `offset 0` holds the planner to looking threads up by conversation: an
-- index of their times has the order that is asked for.
alter table "conversations" rename to "conversations_before";
alter index "conversations_pkey" rename to "conversations_before_pkey";
drop index "conversations_account_key_id_key";
drop index "conversations_account_key_created_at_idx";
drop index "conversations_account_key_customer_key_created_at_idx";

create table "conversations" (
    "account_key" integer not null,
    "key" integer not null,
    "id" text not null,
    "number" integer not null,
    "mailbox_key" integer not null,
    "folder_key" integer,
    "type" "conversation_type" not null,
    "channel" text not null,
    "status" "conversation_status" not null,
    "deleted" boolean not null,
    "created_at" timestamptz(6) not null,
    "closed_at" timestamptz(6),
    "customer_key" integer,
    "assignee_key" integer,
    "team_key" integer,
    "priority" "priority",
    "url" text,
    "subject" text,
    "tag_keys" integer[],
    "touched_days" integer[],
    "replied_days" integer[],
    "repliers" integer[],
    "messages_received" integer not null,
    "replies_sent" integer not null,
    "first_response_at" timestamptz(6),
    "first_replier_key" integer,
    "first_response_seconds" bigint,
    "office_first_response_seconds" bigint,
    "resolve_seconds" bigint,
    "office_resolve_seconds" bigint,
    "waiting_since" timestamptz(6),
    "has_status_threads" boolean not null
);

insert into "conversations"
select
    c."account_key", c."key", c."id", c."number", c."mailbox_key", c."folder_key", c."type", c."channel", c."status", c."deleted",
    c."created_at", c."closed_at", c."customer_key", c."assignee_key", null, null, null, null,
    c."tag_keys", c."touched_days", c."replied_days", c."repliers",
    n."messages_received", n."replies_sent",
    f."created_at", f."user_key", f."response_seconds", f."office_response_seconds", f."resolve_seconds", f."office_resolve_seconds",
    w."waiting_since", false
from "conversations_before" c
cross join lateral (
    select count(*) filter (where t."kind" = 'customer') as "messages_received", count(*) filter (where t."kind" = 'reply') as "replies_sent"
    from "threads" t
    where t."account_key" = c."account_key" and t."conversation_key" = c."key"
) n
left join lateral (
    select t.*
    from (
        select t.*
        from "threads" t
        where t."account_key" = c."account_key" and t."conversation_key" = c."key" and t."kind" = 'reply'
        offset 0
    ) t
    order by t."created_at", t."position"
    limit 1
) f on true
left join lateral (
    select t.*
    from (
        select t.*
        from "threads" t
        where t."account_key" = c."account_key" and t."conversation_key" = c."key" and t."kind" = 'reply'
        offset 0
    ) t
    order by t."created_at" desc, t."position" desc
    limit 1
) l on c."status" <> 'closed'
left join lateral (
    select min(t."created_at") as "waiting_since"
    from "threads" t
    where t."account_key" = c."account_key" and t."conversation_key" = c."key" and t."kind" = 'customer'
      and (l."created_at" is null or (t."created_at", t."position") > (l."created_at", l."position"))
    offset 0
) w on c."status" <> 'closed';

drop table "conversations_before";
alter table "conversations" add constraint "conversations_pkey" primary key ("account_key", "key");
create unique index "conversations_account_key_id_key" on "conversations" ("account_key", "id");
create index "conversations_account_key_created_at_idx" on "conversations" ("account_key", "created_at");

-- A customer's conversations, all or those of a period, and whether any of them is in a mailbox that the caller may see.
create index "conversations_account_key_customer_key_created_at_idx" on "conversations" ("account_key", "customer_key", "created_at")
    include ("mailbox_key");

-- The planner knows nothing of the new table; of an empty one it is better off so.
do $$
begin
    if exists (select from "conversations") then
        analyze "conversations";
    end if;
end
$$;
