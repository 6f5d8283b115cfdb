create type "plan" as enum ('STANDARD', 'PLUS', 'PRO');
create type "conversation_type" as enum ('chat', 'email', 'phone');
create type "conversation_status" as enum ('open', 'pending', 'snoozed', 'on_hold', 'closed', 'spam');
create type "thread_kind" as enum ('customer', 'reply', 'note', 'line');
create type "field_type" as enum ('dropdown', 'text', 'number', 'date');

create table "accounts" (
    "key" integer not null,
    "id" text not null,
    "name" text not null,
    "time_zone" text not null,
    "plan" "plan" not null,
    "office_hours" jsonb not null,
    constraint "accounts_pkey" primary key ("key")
);
create unique index "accounts_id_key" on "accounts" ("id");

create table "mailboxes" (
    "account_key" integer not null,
    "key" integer not null,
    "id" text not null,
    "name" text not null,
    constraint "mailboxes_pkey" primary key ("account_key", "key"),
    constraint "mailboxes_account_key_fkey" foreign key ("account_key") references "accounts" ("key") on delete restrict on update cascade
);
create unique index "mailboxes_account_key_id_key" on "mailboxes" ("account_key", "id");

create table "folders" (
    "account_key" integer not null,
    "key" integer not null,
    "id" text not null,
    "name" text not null,
    "mailbox_key" integer,
    constraint "folders_pkey" primary key ("account_key", "key"),
    constraint "folders_account_key_fkey" foreign key ("account_key") references "accounts" ("key") on delete restrict on update cascade,
    constraint "folders_account_key_mailbox_key_fkey" foreign key ("account_key", "mailbox_key") references "mailboxes" ("account_key", "key") on delete restrict on update cascade
);
create unique index "folders_account_key_id_key" on "folders" ("account_key", "id");

create table "users" (
    "account_key" integer not null,
    "key" integer not null,
    "id" text not null,
    "name" text not null,
    constraint "users_pkey" primary key ("account_key", "key"),
    constraint "users_account_key_fkey" foreign key ("account_key") references "accounts" ("key") on delete restrict on update cascade
);
create unique index "users_account_key_id_key" on "users" ("account_key", "id");

create table "customers" (
    "account_key" integer not null,
    "key" integer not null,
    "id" text not null,
    "name" text,
    "folded_name" text,
    constraint "customers_pkey" primary key ("account_key", "key")
);
create unique index "customers_account_key_id_key" on "customers" ("account_key", "id");

-- A page of customers in the order of the API: by name, then id, decimal integers first.
create index "customers_name_idx" on "customers" (
    "account_key",
    left(coalesce("name", ''), 500) collate "C",
    (not ("id" ~ '^-?[0-9]+$')),
    (case when "id" ~ '^-?[0-9]+$' then "id"::numeric else 0 end),
    "id" collate "C"
);

create table "tags" (
    "account_key" integer not null,
    "key" integer not null,
    "id" text not null,
    "name" text not null,
    constraint "tags_pkey" primary key ("account_key", "key"),
    constraint "tags_account_key_fkey" foreign key ("account_key") references "accounts" ("key") on delete restrict on update cascade
);
create unique index "tags_account_key_id_key" on "tags" ("account_key", "id");

create table "saved_replies" (
    "account_key" integer not null,
    "key" integer not null,
    "id" text not null,
    "name" text not null,
    "mailbox_key" integer,
    constraint "saved_replies_pkey" primary key ("account_key", "key"),
    constraint "saved_replies_account_key_fkey" foreign key ("account_key") references "accounts" ("key") on delete restrict on update cascade,
    constraint "saved_replies_account_key_mailbox_key_fkey" foreign key ("account_key", "mailbox_key") references "mailboxes" ("account_key", "key") on delete restrict on update cascade
);
create unique index "saved_replies_account_key_id_key" on "saved_replies" ("account_key", "id");

create table "workflows" (
    "account_key" integer not null,
    "key" integer not null,
    "id" text not null,
    "name" text not null,
    "mailbox_key" integer,
    constraint "workflows_pkey" primary key ("account_key", "key"),
    constraint "workflows_account_key_fkey" foreign key ("account_key") references "accounts" ("key") on delete restrict on update cascade,
    constraint "workflows_account_key_mailbox_key_fkey" foreign key ("account_key", "mailbox_key") references "mailboxes" ("account_key", "key") on delete restrict on update cascade
);
create unique index "workflows_account_key_id_key" on "workflows" ("account_key", "id");

create table "custom_fields" (
    "account_key" integer not null,
    "key" integer not null,
    "id" text not null,
    "name" text not null,
    "mailbox_key" integer not null,
    "field_type" "field_type" not null,
    "options" jsonb not null,
    constraint "custom_fields_pkey" primary key ("account_key", "key"),
    constraint "custom_fields_account_key_fkey" foreign key ("account_key") references "accounts" ("key") on delete restrict on update cascade,
    constraint "custom_fields_account_key_mailbox_key_fkey" foreign key ("account_key", "mailbox_key") references "mailboxes" ("account_key", "key") on delete restrict on update cascade
);
create unique index "custom_fields_account_key_id_key" on "custom_fields" ("account_key", "id");

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
    "tag_keys" integer[],
    "touched_days" integer[],
    "replied_days" integer[],
    "repliers" integer[],
    constraint "conversations_pkey" primary key ("account_key", "key")
);
create unique index "conversations_account_key_id_key" on "conversations" ("account_key", "id");
create index "conversations_account_key_created_at_idx" on "conversations" ("account_key", "created_at");

-- A customer's conversations, all or those of a period, and whether any of them is in a mailbox that the caller may see.
create index "conversations_account_key_customer_key_created_at_idx" on "conversations" ("account_key", "customer_key", "created_at")
    include ("mailbox_key");

create table "threads" (
    "account_key" integer not null,
    "conversation_key" integer not null,
    "position" integer not null,
    "id" text not null,
    "kind" "thread_kind" not null,
    "created_at" timestamptz(6) not null,
    "user_key" integer,
    "customer_key" integer,
    "saved_reply_key" integer,
    "workflow_key" integer,
    "handle_seconds" double precision,
    "apart_from" timestamptz(6),
    "response_seconds" bigint,
    "office_response_seconds" bigint,
    "first_response_seconds" bigint,
    "office_first_response_seconds" bigint,
    "conversation_number" integer,
    "conversation_type" "conversation_type",
    "counted_status" "conversation_status",
    "mailbox_key" integer,
    "conversation_customer_key" integer,
    "reply_count" integer,
    "resolve_seconds" bigint,
    "office_resolve_seconds" bigint,
    constraint "threads_pkey" primary key ("account_key", "conversation_key", "position")
);

-- Which conversations had activity in a period, and which saved replies and workflows: without looking at the threads themselves.
create index "threads_account_key_created_at_idx" on "threads" ("account_key", "created_at")
    include ("conversation_key", "kind", "saved_reply_key", "workflow_key");

-- Which conversations had activity in a period long after they were created.
create index "threads_apart_idx" on "threads" ("account_key", "created_at") include ("conversation_key", "apart_from")
    where "apart_from" is not null;

-- A user's history in a period, without looking at the threads themselves or at their conversations.
create index "threads_reply_idx" on "threads" ("account_key", "user_key", "created_at")
    include (
        "conversation_key", "position", "handle_seconds",
        "response_seconds", "office_response_seconds", "first_response_seconds", "office_first_response_seconds",
        "conversation_number", "conversation_type", "counted_status", "mailbox_key", "conversation_customer_key", "reply_count",
        "resolve_seconds", "office_resolve_seconds"
    )
    where "kind" = 'reply' and "counted_status" is not null;

create table "field_values" (
    "account_key" integer not null,
    "conversation_key" integer not null,
    "field_key" integer not null,
    "value" text not null,
    constraint "field_values_pkey" primary key ("account_key", "conversation_key", "field_key")
);

create table "rollups" (
    "account_key" integer not null,
    "measure" text not null,
    "part" integer not null,
    "unit" text not null,
    "month" integer not null,
    "days" integer[],
    "keys" integer[],
    "labels" text[],
    "previous_days" integer[],
    "counts" double precision[],
    constraint "rollups_pkey" primary key ("account_key", "measure", "part", "unit", "month")
);

-- All that is counted of a month.
create index "rollups_account_key_month_idx" on "rollups" ("account_key", "month");

create table "customer_blocks" (
    "account_key" integer not null,
    "part" integer not null,
    "block" integer not null,
    "customer_key" integer not null,
    "conversations" integer not null,
    "days" integer[],
    "previous_days" integer[],
    constraint "customer_blocks_pkey" primary key ("account_key", "part", "block", "customer_key")
);

-- The customers of a block with most conversations.
create index "customer_blocks_account_key_part_block_conversations_idx" on "customer_blocks" ("account_key", "part", "block", "conversations");

create table "stale_days" (
    "account_key" integer not null,
    "subject" text not null,
    "day" integer not null,
    "month" integer not null,
    "next_month" integer not null,
    "starts_at" timestamptz(6) not null,
    "ends_at" timestamptz(6) not null,
    "marked_at" timestamptz(6) not null,
    constraint "stale_days_pkey" primary key ("account_key", "subject", "day")
);

create table "tokens" (
    "account_key" integer not null,
    "key" integer not null,
    "hash" bytea not null,
    "name" text,
    "permissions" text[],
    "all_mailboxes" boolean not null,
    "mailbox_keys" integer[],
    "created_at" timestamptz(6) not null,
    "expires_at" timestamptz(6),
    "revoked_at" timestamptz(6),
    constraint "tokens_pkey" primary key ("account_key", "key"),
    constraint "tokens_account_key_fkey" foreign key ("account_key") references "accounts" ("key") on delete restrict on update cascade
);
create unique index "tokens_account_key_hash_key" on "tokens" ("account_key", "hash");

create table "import_tallies" (
    "account_key" integer not null,
    "record_type" text not null,
    "outcome" text not null,
    "records" bigint not null,
    constraint "import_tallies_pkey" primary key ("account_key", "record_type", "outcome"),
    constraint "import_tallies_account_key_fkey" foreign key ("account_key") references "accounts" ("key") on delete restrict on update cascade
);
