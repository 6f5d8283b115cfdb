-- What reports ask of a rating's conversation is stored with the rating: a period's are counted without looking at either.
alter table "ratings"
    add column "is_counted" boolean,
    add column "mailbox_key" integer,
    add column "conversation_type" "conversation_type",
    add column "conversation_customer_key" integer,
    add column "touched_before" timestamptz(6),
    add column "touched_after" timestamptz(6);

update "ratings" r set
    "is_counted" = c."status" <> 'spam' and not c."deleted",
    "mailbox_key" = c."mailbox_key",
    "conversation_type" = c."type",
    "conversation_customer_key" = c."customer_key",
    "touched_before" = (
        select max(t."at")
        from (
            select c."created_at" as "at"
            union all
            select t."created_at" from "threads" t where t."account_key" = c."account_key" and t."conversation_key" = c."key"
        ) t
        where t."at" <= r."created_at"
    ),
    "touched_after" = (
        select min(t."at")
        from (
            select c."created_at" as "at"
            union all
            select t."created_at" from "threads" t where t."account_key" = c."account_key" and t."conversation_key" = c."key"
        ) t
        where t."at" > r."created_at"
    )
from "conversations" c
where c."account_key" = r."account_key" and c."key" = r."conversation_key";

alter table "ratings"
    alter column "is_counted" set not null,
    alter column "mailbox_key" set not null,
    alter column "conversation_type" set not null;

create index "ratings_created_at_idx" on "ratings" ("account_key", "created_at")
    include (
        "conversation_key", "score", "value", "user_key", "mailbox_key", "conversation_type", "conversation_customer_key",
        "touched_before", "touched_after"
    )
    where "is_counted";
