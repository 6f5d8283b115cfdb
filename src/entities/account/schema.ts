import type { Account } from '../../auth/caller.ts';
import { builder } from '../../graphql/builder.ts';
import { referenceKey } from '../reference.ts';

const Plan = builder.enumType('Plan', {
  description: 'What an account has subscribed to.',
  values: {
    STANDARD: { description: 'Without reports.' },
    PLUS: { description: 'With reports.' },
    PRO: { description: 'With reports.' },
  } as const,
});

const AccountType = builder.objectRef<Account>('Account').implement({
  description: "The tenant that the caller's token belongs to.",
  fields: (t) => ({
    id: t.exposeID('id', { description: "The source's own id." }),
    name: t.exposeString('name', { description: 'Its name.' }),
    timeZone: t.expose('timeZone', {
      type: 'TimeZone',
      description: 'The time zone of its reports, where a question names no other.',
    }),
    plan: t.expose('plan', { type: Plan, description: 'What it has subscribed to.' }),
    officeHoursEnabled: t.exposeBoolean('officeHoursEnabled', {
      description: 'Whether times can be measured in office hours.',
    }),
  }),
});

builder.queryField('account', (t) =>
  t.field({
    type: AccountType,
    description: "The tenant that the caller's token belongs to.",
    resolve: (_root, _args, { caller }) => caller.account,
  }),
);

// A copy: the library writes the type's name into what a reference resolves to.
builder.asEntity(AccountType, {
  key: referenceKey,
  resolveReference: ({ id }, { caller: { account } }) => (id === account.id ? { ...account } : null),
});
