import type { Page } from 'playwright-core';

/** What a part of the page shows: figures and rows of tables, each with its name and exact numbers; null stands for a dash. */
export type Shown = Readonly<Record<string, readonly Row[]>>;
type Row = readonly [name: string, ...numbers: (number | null)[]];

/** A channel of Chatwoot as the page names it. */
export const channelNamed = (channel: string): string => channel.replace('Channel::', '');

/** Reads every number of the page, part by part, from what programs read. */
export async function shownOn(page: Page): Promise<Shown> {
  return page.evaluate(`(() => {
    // Browsers differ in the spaces around a dash.
    const textOf = (element) => element.textContent.replace(/\\s/g, ' ');
    const numbers = (element) =>
      [...element.querySelectorAll('data, .none, .change.same')]
        .filter((each) => each.matches('data') || !each.querySelector('data'))
        .map((each) => (each.matches('data') ? Number(each.value) : null));
    const figures = (box) => [...box.querySelectorAll('.figures > div')].map((div) => [div.querySelector('dt').textContent, ...numbers(div)]);
    const rows = (box) =>
      [...box.querySelectorAll('tbody tr')].map((row) => [textOf(row.querySelector('th')), ...numbers(row)]);
    return Object.fromEntries(
      [...document.querySelectorAll('section.box')].map((box) => [
        box.querySelector('h2').textContent,
        [...figures(box), ...rows(box)],
      ]),
    );
  })()`);
}

/** How many numbers a page shows. */
export function numbersIn(shown: Shown): number {
  return Object.values(shown)
    .flat()
    .reduce((sum, [, ...numbers]) => sum + numbers.length, 0);
}
