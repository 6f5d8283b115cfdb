import { loadTotal } from '../../entities/conversation/loader.ts';
import { pagesOf } from '../../entities/conversation/pages.ts';
import { conversationColumns } from './conversation-columns.ts';
import { conversationsOf, conversationsParameters } from './conversations-question.ts';
import { csvPrinter } from './csv.ts';
import { type Export, readingOf } from './export.ts';

/** The conversations behind a number, all of them. */
export const conversations: Export = {
  name: 'conversations',
  description: 'conversations',
  rows: 'conversations',
  parameters: conversationsParameters,
  read: (context, query) => {
    const { rows, sorting } = conversationsOf(query, context.caller);
    return {
      next: readingOf(pagesOf(context.database, rows, sorting), csvPrinter(conversationColumns)),
      total: () => loadTotal(context, rows),
    };
  },
};
