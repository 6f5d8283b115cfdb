import { mayReadReports } from '../../auth/caller.ts';
import type { Context } from '../../auth/context.ts';
import { forbidden } from '../../errors.ts';
import type { ReportEndpoint } from '../source.ts';

/** A download that is being read. */
export interface Reading {
  /** The next part, with the number of its rows: the header row with the first page, then page by page; null after the last. */
  readonly next: () => Promise<{ readonly text: string; readonly rows: number } | null>;
  /** How many rows there will be. */
  readonly total: () => Promise<number>;
}

/** Something that can be downloaded as CSV. */
export interface Export {
  readonly name: string;
  /** What it holds. */
  readonly description: string;
  /** What its rows are called. */
  readonly rows: string;
  /** What each of its parameters is. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Begins to read. Throws the coded error of the first rule that the parameters break, which names its parameter. */
  readonly read: (context: Context, query: URLSearchParams) => Reading;
}

/** The endpoint of an export. */
export function endpointOf({ name, read }: Export): ReportEndpoint {
  return {
    method: 'GET',
    path: `/export/${name}.csv`,
    answer: async ({ context, url }) => {
      if (!mayReadReports(context.caller)) throw forbidden('The token lacks the permission reports:read.');
      const { next } = read(context, url.searchParams);
      // With the first page read, what goes wrong from the start has a status of its own.
      const first = await next();
      return {
        status: 200,
        body: first?.text ?? '',
        more: async () => (await next())?.text ?? null,
        contentType: 'text/csv; charset=utf-8',
        headers: { 'content-disposition': `attachment; filename="${name}.csv"` },
        code: null,
      };
    },
  };
}

/** Reads pages of rows and prints them. */
export function readingOf<Row>(
  nextPage: () => Promise<readonly Row[] | null>,
  print: (page: readonly Row[] | null) => string | null,
): Reading['next'] {
  return async () => {
    const page = await nextPage();
    const text = print(page);
    return text === null ? null : { text, rows: page?.length ?? 0 };
  };
}
