import '../graphql/scalars.ts';
import '../entities/index.ts';
import '../reports/index.ts';
import { reference } from '../entities/reference.ts';
import { builder } from '../graphql/builder.ts';
import { paced } from './paced.ts';
import { toSubgraph } from './subgraph.ts';

export const schema = paced(toSubgraph(builder, reference));
