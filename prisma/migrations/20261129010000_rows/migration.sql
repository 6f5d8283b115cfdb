-- Lists of conversations in each of their orders: a page begins where the last one ended, and reads no more than it shows.
create index "conversations_number_idx" on "conversations" ("account_key", "number") where "status" <> 'spam' and not "deleted";
create index "conversations_closed_at_idx" on "conversations" ("account_key", "closed_at") where "status" <> 'spam' and not "deleted";
create index "conversations_first_response_idx" on "conversations" ("account_key", "first_response_seconds")
    where "status" <> 'spam' and not "deleted";
create index "conversations_resolve_idx" on "conversations" ("account_key", "resolve_seconds")
    where "status" <> 'spam' and not "deleted";
create index "conversations_waiting_since_idx" on "conversations" ("account_key", "waiting_since")
    where "waiting_since" is not null and "status" <> 'spam' and not "deleted";

-- Those without the value that a list is sorted by come last, in the order of their ids (src/reporting/id-order.ts).
create index "conversations_id_order_idx" on "conversations" (
    "account_key", (not ("id" ~ '^-?[0-9]+$')), (case when "id" ~ '^-?[0-9]+$' then "id"::numeric else 0 end), "id" collate "C"
) where "status" <> 'spam' and not "deleted";
