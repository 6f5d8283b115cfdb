-- Not every source numbers its conversations.
alter table "connection_conversations" alter column "id" type text using "id"::text;

alter table "connection_conversations" add column "created_at" timestamptz(6);
update "connection_conversations" set "created_at" = to_timestamp(("parts" -> 'conversation' ->> 'createdAt')::float8)
    where "parts" is not null;

-- What a copy still has to complete, newest first: it is read batch by batch, and what is complete is not looked at.
create index "connection_conversations_incomplete_idx" on "connection_conversations" ("account_key", "created_at" desc, "id")
    where not "is_complete" and "unreadable_since" is null;

create table "connection_hooks" (
    "account_key" integer not null,
    "key" text not null,
    "url" text not null,
    "source_id" text not null,
    "secret" text,
    "delivered_at" timestamptz(6),
    constraint "connection_hooks_pkey" primary key ("account_key"),
    constraint "connection_hooks_account_key_fkey" foreign key ("account_key") references "connections" ("account_key") on delete cascade on update cascade
);

create table "connection_marks" (
    "account_key" integer not null,
    "kind" text not null,
    "id" text not null,
    "first_at" timestamptz(6) not null,
    "due_at" timestamptz(6) not null,
    "times" integer not null,
    constraint "connection_marks_pkey" primary key ("account_key", "kind", "id")
);
