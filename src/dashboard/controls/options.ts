import type { FilterList } from '../address/choices.ts';
import { channelName } from '../format/channel-name.ts';
import { useFrame } from '../session/frame.ts';
import { texts } from '../texts.ts';

/** What can be chosen for a list of the filter: a value and its name. */
export interface Option {
  readonly id: string;
  readonly name: string;
}

/** What there is to choose from, for each list of the filter. */
export function useOptions(): Readonly<Record<FilterList, readonly Option[]>> {
  const { mailboxes, tags, teams, users, channelSummaryReport } = useFrame();
  return {
    mailboxes,
    tags: [{ id: '1', name: texts.untagged }, ...tags.map(({ id, name }) => ({ id, name: name ?? id }))],
    types: Object.entries(texts.types).map(([id, name]) => ({ id, name })),
    channels: (channelSummaryReport?.current ?? []).map(({ channel }) => ({
      id: channel,
      name: channelName(channel),
    })),
    teams,
    assignees: users,
  };
}
