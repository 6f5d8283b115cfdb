-- What a report tells of conversations by when they were first answered stands in an index, so that no conversation is read for it.
create index "conversations_first_response_at_idx" on "conversations" ("account_key", "first_response_at")
    include ("mailbox_key", "type", "first_replier_key", "first_response_seconds", "office_first_response_seconds")
    where "first_response_at" is not null and "status" <> 'spam' and not "deleted";

-- The same of when they were closed. Those that are not stand in it as well: lists end with them.
create index "conversations_closed_idx" on "conversations" ("account_key", "closed_at")
    include ("mailbox_key", "type", "assignee_key", "status", "has_status_threads", "resolve_seconds", "office_resolve_seconds", "replies_sent")
    where "status" <> 'spam' and not "deleted";
drop index "conversations_closed_at_idx";
