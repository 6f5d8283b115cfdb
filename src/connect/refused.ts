import type { Fault } from '../import/parse.ts';
import type { ConnectionState } from './state.ts';

/**
 * Keeps why records were refused, by the id of a conversation or the type and id of another record. Of conversations that were written
 * it is forgotten: only that tells that one is stored, not that its source shows it again.
 */
export function keepRefusals(
  { refused }: Pick<ConnectionState, 'refused'>,
  written: readonly { readonly id: string }[],
  refusals: readonly Fault[],
): void {
  for (const { id } of written) delete refused[id];
  for (const { type, id, reason } of refusals)
    refused[type === 'conversation' ? `${id}` : `${type} ${id}`] = reason;
}

/** The ids of conversations that could not be stored: all else that is refused is named by words. */
export function refusedConversations({ refused }: Pick<ConnectionState, 'refused'>): string[] {
  return Object.keys(refused).filter((id) => !id.includes(' '));
}
