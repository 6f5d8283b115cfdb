-- The few that are open again and know when they were closed: a list of open ones sorted by that would pass over all closed ones.
create index "conversations_reopened_idx" on "conversations" ("account_key", "closed_at")
    where "closed_at" is not null and "status" <> 'closed' and "status" <> 'spam' and not "deleted";
