-- What all processes count together: requests of a minute, and those under way, by token and by address, which stand here as hashes
-- alone. Not logged: counts need not outlive a crash. Half of each page is left free, so that a count is written where it stood.
create unlogged table "request_counts" (
    "key" text not null,
    "points" integer not null,
    "expire" bigint,
    constraint "request_counts_pkey" primary key ("key")
) with (fillfactor = 50);
