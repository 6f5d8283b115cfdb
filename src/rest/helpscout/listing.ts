import type { Entities, EntityKind } from '../../entities/entity.ts';
import { loadEntities } from '../../entities/loader.ts';
import { found } from '../answer.ts';
import type { Asked, ReportEndpoint } from '../source.ts';
import { parametersOf, readNumber } from './parameters.ts';

const mostEntries = 100;

/** An endpoint that lists, in pages, what clients ask for before they ask for reports. A valid token is all that it takes. */
export function listing<Kind extends EntityKind>(
  kind: Kind,
  path: string,
  name: string,
  print: (entity: Entities[Kind], asked: Asked) => object,
): ReportEndpoint {
  return {
    method: 'GET',
    path,
    answer: async (asked) => {
      const { page, size } = readPage(asked);
      const all = await loadEntities(asked.context, kind);
      const entries = all.slice((page - 1) * size, page * size).map((entity) => print(entity, asked));
      const self = { href: `${asked.origin}${asked.url.pathname}${asked.url.search}` };
      return found({
        ...(entries.length > 0 && { _embedded: { [name]: entries } }),
        page: {
          size,
          totalElements: all.length,
          totalPages: Math.ceil(all.length / size),
          number: page,
        },
        _links: { self },
      });
    },
  };
}

function readPage({ url, requestId }: Asked): { page: number; size: number } {
  const parameters = parametersOf(url.searchParams);
  const page = readNumber(parameters, 'page', { most: 2_147_483_647, otherwise: 1 });
  const size = readNumber(parameters, 'size', { most: mostEntries, otherwise: 50, isCut: true });
  return parameters.accepted({ page, size }, requestId);
}
