create table "import_tallies" (
    "account_key" integer not null,
    "record_type" text not null,
    "outcome" text not null,
    "records" bigint not null,
    constraint "import_tallies_pkey" primary key ("account_key", "record_type", "outcome"),
    constraint "import_tallies_account_key_fkey" foreign key ("account_key") references "accounts" ("key") on delete restrict on update cascade
);
