-- Times by the week, sorted: a percentile of a year looks into some thousand lists instead of reading every reply.
create table "sorted_times" (
    "account_key" integer not null,
    "measure" text not null,
    "week" integer not null,
    "part" integer not null,
    "times" double precision[] not null,
    "sum" double precision not null,
    "replies" integer not null,
    "once" integer not null,
    constraint "sorted_times_pkey" primary key ("account_key", "measure", "week", "part")
);
