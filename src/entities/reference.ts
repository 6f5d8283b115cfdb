import { builder } from '../schema/builder.ts';

/** What names an entity in other subgraphs. */
export const referenceKey = builder.selection<{ id: string }>('id');
