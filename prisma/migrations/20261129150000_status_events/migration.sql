-- Resolutions and reopenings of a period: few threads set a status, and those of a period would all be read for them.
create index "threads_status_event_idx" on "threads" ("account_key", "created_at") include ("conversation_key", "status_event")
    where "status_event" is not null;
