import { pagesOf } from '../../reports/breakdown/pages.ts';
import { breakdownColumns } from './breakdown-columns.ts';
import { breakdownOf, breakdownParameters } from './breakdown-question.ts';
import { csvPrinter } from './csv.ts';
import { type Export, readingOf } from './export.ts';

/** The rows of a breakdown, all of them. */
export const breakdown: Export = {
  name: 'breakdown',
  description: 'the rows of a breakdown',
  rows: 'rows',
  parameters: breakdownParameters,
  read: (context, query) => {
    const { breakdown: asked, first } = breakdownOf(query, context);
    const { nextPage, total } = pagesOf(context.database, asked, first);
    return { next: readingOf(nextPage, csvPrinter(breakdownColumns(asked.previous !== null))), total };
  },
};
