-- How things stand now: the few conversations that are not closed, without looking at the conversations themselves. Tags and
-- channels are left out: there is no end to their length, and an entry of an index has one.
create index "conversations_workload_idx" on "conversations" ("account_key")
    include ("status", "assignee_key", "waiting_since", "mailbox_key", "type", "folder_key", "team_key", "priority")
    where "status" <> 'closed' and "status" <> 'spam' and not "deleted";
