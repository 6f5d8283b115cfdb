import { UsageError } from '../../usage-error.ts';
import { readNames } from '../names.ts';
import type { Access } from '../source.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Client } from './client.ts';
import { assertSameAccount, clientFor } from './open.ts';
import { readMailboxes } from './read-lists.ts';
import type { HelpScoutSettings } from './state.ts';

/** Asks whether the account can be copied at all. Throws an `AccessError` or a `UsageError` with what to do where it cannot. */
export async function accessOf(settings: HelpScoutSettings, surroundings: Surroundings): Promise<Access> {
  const { timeZone, mailboxes: chosen } = settings;
  const client = clientFor(settings, surroundings);
  await client.me();
  const mailboxes = await readMailboxes(client, chosen);
  const [first] = mailboxes;
  if (timeZone === '') throw new UsageError(`--time-zone must be given${await suggestionOf(client)}`);
  const accountId = `helpscout-${first?.id}`;
  return {
    accountId,
    account: { name: accountId, timeZone },
    state: {},
    lines: [],
    assertSame: async (database, accountKey) =>
      assertSameAccount(await readNames(database, accountKey), mailboxes),
  };
}

/** The zone that most owners and administrators have: Help Scout does not tell that of the account. */
async function suggestionOf(client: Client): Promise<string> {
  const zones = (await client.users()).flatMap(({ role, timezone }) =>
    timezone && (role === 'owner' || role === 'admin') ? [timezone] : [],
  );
  const counts = new Map<string, number>();
  for (const zone of zones) counts.set(zone, (counts.get(zone) ?? 0) + 1);
  const [most] = [...counts].sort(([, one], [, other]) => other - one);
  return most ? `: most owners and administrators have ${most[0]}` : '';
}
