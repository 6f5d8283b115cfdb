import type { ConversationStatus, StatusEvent } from '../database/generated/enums.ts';
import { inOrder } from './thread-order.ts';

interface StatusThread {
  readonly createdAt: bigint;
  readonly status?: ConversationStatus | null | undefined;
}

/**
 * What the statuses that threads set come to, of those threads that change it: a resolution where it becomes closed, a reopening
 * where it becomes neither closed nor spam directly after it was closed. Undefined where no thread sets a status.
 */
export function statusEventsOf<Thread extends StatusThread>(
  threads: readonly Thread[],
): ReadonlyMap<Thread, StatusEvent> | undefined {
  const setting = threads.filter(({ status }) => status != null);
  if (setting.length === 0) return undefined;
  const events = new Map<Thread, StatusEvent>();
  let before: StatusThread['status'];
  for (const thread of inOrder(setting)) {
    const { status } = thread;
    if (status === 'closed' && before !== 'closed') events.set(thread, 'resolution');
    if (before === 'closed' && status !== 'closed' && status !== 'spam') events.set(thread, 'reopening');
    before = status;
  }
  return events;
}
