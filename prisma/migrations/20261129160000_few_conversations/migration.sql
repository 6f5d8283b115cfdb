-- The conversations of a mailbox, an assignee or a team: a list looks here first whether they are few (src/entities/conversation/few.ts).
create index "conversations_mailbox_idx" on "conversations" ("account_key", "mailbox_key", "key")
    where "status" <> 'spam' and not "deleted";
create index "conversations_assignee_idx" on "conversations" ("account_key", "assignee_key", "key")
    where "assignee_key" is not null and "status" <> 'spam' and not "deleted";
create index "conversations_team_idx" on "conversations" ("account_key", "team_key", "key")
    where "team_key" is not null and "status" <> 'spam' and not "deleted";
