import './scalars.ts';
import '../entities/index.ts';
import '../reports/index.ts';
import { toSubgraph } from './subgraph.ts';

export const schema = toSubgraph();
