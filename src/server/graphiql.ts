import type { GraphiQLOptions } from 'graphql-yoga';
import { examplesAt } from './examples.ts';

/** GraphiQL with a tab for each example; `token`, where given, stands in the headers of every tab. */
export function graphiqlOptions(now: Date, token?: string): GraphiQLOptions {
  const headers = JSON.stringify({ Authorization: `Bearer ${token ?? 'TOKEN'}` }, null, 2);
  return {
    title: 'deskgraph',
    defaultHeaders: headers,
    defaultTabs: examplesAt(now).map((example) => ({ ...example, headers })),
    shouldPersistHeaders: false,
  };
}
