import { AccessError } from '../requests/errors.ts';
import type { Client } from './client.ts';

/** Throws an `AccessError` where Rocket.Chat's report shows the user a part of the rooms alone: the numbers would differ for no reason. */
export async function assertSeesAll(client: Client): Promise<void> {
  const { roles } = await client.me();
  const seesAll = roles.includes('admin') || roles.includes('livechat-manager');
  if (roles.includes('livechat-monitor') && !seesAll)
    throw new AccessError(
      'the user is a monitor of units, whom the report shows these alone: check with the token of a manager',
    );
}
