create table "counted_measures" (
    "account_key" integer not null,
    "measure" text not null,
    "definition" text not null,
    "rest_from" integer,
    constraint "counted_measures_pkey" primary key ("account_key", "measure")
);

-- What the releases before this one have counted: nothing has to be counted anew.
insert into "counted_measures" ("account_key", "measure", "definition")
select a."key", d.*
from "accounts" a
cross join (values
    ('createdByType', 'eac653098563b038'),
    ('createdByChannel', 'ed3e07866aabc6e4'),
    ('createdByStatus', 'e1c898e7ce0c68ae'),
    ('createdByTag', 'b09fdac6fd03cf70'),
    ('createdByAssignee', '914c0335c0ca1003'),
    ('createdByTeam', '99ff04db79e97bb0'),
    ('touched', '3f4c6bf358c32875'),
    ('touchedByTag', '67a3e985e7b5aa5c'),
    ('touchedByAssignee', 'd2c94a12dd6469bb'),
    ('touchedByTeam', 'd5088092598df613'),
    ('touchedByAnswer', '49f015a43f63104b'),
    ('savedReplyUses', '8fdc9de84f6780aa'),
    ('workflowRuns', '37f2611a757cff1d'),
    ('createdByHour', '1bb584c65ef8f40c'),
    ('replies', 'a5ac8e074dc13845'),
    ('repliedCustomers', '70eb39d5861812bc'),
    ('repliedCustomersByAssignee', '0025e17590d51866'),
    ('repliedCustomersByTag', 'dae8326b873b0d97'),
    ('repliedCustomersOfUser', '9808b1b2093153e7'),
    ('repliedCustomersByTeam', '99599e332cd90ba9'),
    ('customerBlocks', 'b0d66ec7f55eb86f')
) as d ("measure", "definition");
