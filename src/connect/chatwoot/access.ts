import { AccessError, TokenLostError } from '../requests/errors.ts';
import type { Access } from '../source.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Client } from './client.ts';
import { openClient } from './open.ts';
import { type ChatwootSettings, type ChatwootState, stateSchema } from './state.ts';

const leastVersion = [4, 0, 2];

/** Asks whether the account can be copied at all. Throws an `AccessError` with what to do where it cannot. */
export async function accessOf(settings: ChatwootSettings, surroundings: Surroundings): Promise<Access> {
  const state = stateSchema.pick({ header: true }).parse({});
  const client = openClient(settings, state, surroundings);
  await assertMember(client, settings.account, state);
  const { name } = await client.account();
  return {
    accountId: `chatwoot-${settings.account}`,
    account: { name, timeZone: 'UTC' },
    state: { header: state.header },
    lines: [],
  };
}

async function assertMember(
  client: Client,
  account: number,
  state: Pick<ChatwootState, 'header'>,
): Promise<void> {
  const version = await client.version();
  if (isBefore(version, leastVersion))
    throw new AccessError(
      `Chatwoot ${version} is too old to be read by REST, which needs 4.0.2; connect its database instead`,
    );
  const { accounts } = await client.profile().catch((error: unknown) => {
    if (!(error instanceof TokenLostError)) throw error;
    // Some proxies drop headers with underscores, others none.
    state.header = 'Api-Access-Token';
    return client.profile();
  });
  const membership = accounts.find(({ id }) => id === account);
  if (!membership) throw new AccessError(`the token's user is no member of account ${account}`);
  if (membership.role !== 'administrator')
    throw new AccessError(
      `the token's user is ${membership.role ?? 'no administrator'} of account ${account}, and sees only its own inboxes, so numbers would be wrong: use the token of an administrator`,
    );
  if (membership.status && membership.status !== 'active')
    throw new AccessError(`account ${account} is ${membership.status} in Chatwoot`);
}

function isBefore(version: string, least: readonly number[]): boolean {
  const parts = version.split(/[.-]/).map(Number);
  for (const [index, number] of least.entries()) {
    const part = parts[index] ?? 0;
    if (part !== number) return part < number;
  }
  return false;
}
