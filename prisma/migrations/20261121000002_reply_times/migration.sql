do $$
begin
    if exists (select from "conversations") then
        raise exception 'conversations that were imported before this version lack the times of their replies: import them again into an empty database';
    end if;
end
$$;

alter table "conversations"
    add column "reply_count" integer not null,
    add column "resolve_seconds" bigint,
    add column "office_resolve_seconds" bigint;

alter table "threads"
    add column "response_seconds" bigint,
    add column "office_response_seconds" bigint,
    add column "first_response_seconds" bigint,
    add column "office_first_response_seconds" bigint;

create index "threads_reply_idx" on "threads" ("account_key", "user_key", "created_at") where "kind" = 'reply';
