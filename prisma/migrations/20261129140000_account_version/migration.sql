-- What an account's answers are remembered by: each write of the account takes the next of a sequence, which no account ever had.
alter table "accounts" add column "version" bigserial not null;
