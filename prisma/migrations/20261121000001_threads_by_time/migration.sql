-- Which conversations had activity in a period, and which saved replies and workflows: without looking at the threads themselves.
create index "threads_account_key_created_at_idx" on "threads" ("account_key", "created_at")
    include ("conversation_key", "kind", "saved_reply_key", "workflow_key");
