create table "connections" (
    "account_key" integer not null,
    "source" text not null,
    "settings" jsonb not null,
    "state" jsonb not null,
    "holder" text,
    constraint "connections_pkey" primary key ("account_key"),
    constraint "connections_account_key_fkey" foreign key ("account_key") references "accounts" ("key") on delete restrict on update cascade
);

create table "connection_conversations" (
    "account_key" integer not null,
    "id" integer not null,
    "version" text,
    "is_complete" boolean not null,
    "unreadable_since" timestamptz(6),
    "parts" jsonb,
    constraint "connection_conversations_pkey" primary key ("account_key", "id")
);
