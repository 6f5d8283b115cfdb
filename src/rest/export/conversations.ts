import { mayReadReports } from '../../auth/caller.ts';
import { pagesOf } from '../../entities/conversation/pages.ts';
import { forbidden } from '../../errors.ts';
import type { Context } from '../../reporting/context.ts';
import type { ReportEndpoint } from '../source.ts';
import { headerRow, printedRows } from './csv.ts';
import { questionOf } from './question.ts';

/** A list of conversations as CSV, a part at each call: the header row with the first page, then page by page; null after the last. */
export function csvOf({ database, caller }: Context, query: URLSearchParams) {
  const { rows, sorting } = questionOf(query, caller);
  const nextPage = pagesOf(database, rows, sorting);
  let isFirst = true;
  return async (): Promise<{ text: string; count: number } | null> => {
    const page = await nextPage();
    const header = isFirst ? headerRow : '';
    isFirst = false;
    if (!page) return header ? { text: header, count: 0 } : null;
    return { text: header + printedRows(page), count: page.length };
  };
}

/** The conversations behind a number, all of them. */
export const conversations: ReportEndpoint = {
  method: 'GET',
  path: '/export/conversations.csv',
  answer: async ({ context, url }) => {
    if (!mayReadReports(context.caller)) throw forbidden('The token lacks the permission reports:read.');
    const next = csvOf(context, url.searchParams);
    // With the first page read, what goes wrong from the start has a status of its own.
    const first = await next();
    return {
      status: 200,
      body: first?.text ?? '',
      more: async () => (await next())?.text ?? null,
      contentType: 'text/csv; charset=utf-8',
      headers: { 'content-disposition': 'attachment; filename="conversations.csv"' },
      code: null,
    };
  },
};
