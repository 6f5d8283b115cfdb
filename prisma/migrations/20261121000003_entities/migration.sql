-- A customer's conversations, and whether any of them is in a mailbox that the caller may see.
create index "conversations_account_key_customer_key_mailbox_key_idx" on "conversations" ("account_key", "customer_key", "mailbox_key");

-- A page of customers in the order of the API: by name, then id, decimal integers first.
create index "customers_name_idx" on "customers" (
    "account_key",
    left(coalesce("name", ''), 500) collate "C",
    (not ("id" ~ '^-?[0-9]+$')),
    (case when "id" ~ '^-?[0-9]+$' then "id"::numeric else 0 end),
    "id" collate "C"
);
