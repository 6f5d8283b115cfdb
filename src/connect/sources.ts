import { chatwoot } from './chatwoot/chatwoot.ts';
import { helpscout } from './helpscout/helpscout.ts';
import { rocketchat } from './rocketchat/rocketchat.ts';
import type { Source } from './source.ts';

export const sources: readonly Source[] = [chatwoot, helpscout, rocketchat];

/** The source of a stored connection. Throws where there is none of that name, as after going back to an older release. */
export function sourceOf({ source: name }: { readonly source: string }): Source {
  const found = sources.find((source) => source.name === name);
  if (!found) throw new Error(`this release of deskgraph knows no source ${name}`);
  return found;
}
