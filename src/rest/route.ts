import { chatwoot } from './chatwoot/source.ts';
import { exports } from './export/source.ts';
import { helpscout } from './helpscout/source.ts';
import { rocketchat } from './rocketchat/source.ts';
import type { Endpoint, Source } from './source.ts';

/** Where a path leads: to a source, and there to an endpoint or to nothing. */
export interface Route {
  readonly source: Source;
  readonly endpoint: Endpoint | null;
  /** What stands in the path for the `{id}` of the endpoint's. */
  readonly pathId: string;
}

const faces: readonly Source[] = [helpscout, chatwoot, rocketchat];

/** Undefined where the path is no source's; `withFaces`: whether those of other products are there, beside deskgraph's own downloads. */
export function routeOf(path: string, withFaces: boolean): Route | undefined {
  const source = [exports, ...(withFaces ? faces : [])].find(({ prefix }) => path.startsWith(prefix));
  if (!source) return undefined;
  for (const endpoint of source.endpoints) {
    const pathId = pathIdOf(path, endpoint.path);
    if (pathId !== null) return { source, endpoint, pathId };
  }
  return { source, endpoint: null, pathId: '' };
}

/** Null where the path is not of this form. */
function pathIdOf(path: string, form: string): string | null {
  const [before = '', after] = form.split('{id}');
  if (after === undefined) return path === form ? '' : null;
  if (!path.startsWith(before) || !path.endsWith(after)) return null;
  const segment = path.slice(before.length, path.length - after.length);
  return segment === '' || segment.includes('/') ? null : decoded(segment);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
