import { z } from 'zod';
import { builder } from '../graphql/builder.ts';

/** What names an entity in other subgraphs. */
export const referenceKey = builder.selection<{ id: string }>('id');

/** What a gateway sends of an entity; ids that are numbers are taken as they are in arguments. */
export const reference = z.looseObject({
  id: z.union([z.string(), z.int().transform(String), z.bigint().transform(String)]),
});
