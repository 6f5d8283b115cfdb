import type { Draw } from './chart.tsx';
import { wholeTicks } from './ticks.ts';

export interface Bar {
  readonly name: string;
  /** A class of styles/charts.css, which gives it its colour. */
  readonly className: string;
  readonly value: number;
  readonly title: string;
  readonly href: string | undefined;
}

/** Bars from left to right, one below the other; those of one name stand end to end. */
export function barChart(bars: readonly Bar[], print: (value: number) => string): Draw {
  const names = [...new Set(bars.map(({ name }) => name))];
  const most = Math.max(...names.map((each) => sumOf(bars.filter(({ name }) => name === each))));
  const classes = [...new Set(bars.map(({ className }) => className))];
  return (plot, width) =>
    plot.plot({
      width,
      height: 40 + 34 * names.length,
      marginLeft: Math.min(width / 3, 150),
      marginRight: 24,
      x: {
        grid: true,
        label: null,
        ticks: wholeTicks(most, Math.max(2, Math.floor(width / 120))),
        tickFormat: print,
      },
      y: { domain: names, label: null, tickSize: 0 },
      color: { type: 'ordinal', domain: classes, range: classes.map((name) => `var(--${name})`) },
      marks: [
        plot.barX(
          bars,
          plot.stackX({
            x: 'value',
            y: 'name',
            fill: 'className',
            title: 'title',
            href: 'href',
            order: classes,
            z: 'className',
          }),
        ),
        plot.ruleX([0]),
      ],
    });
}

function sumOf(bars: readonly Bar[]): number {
  return bars.reduce((sum, { value }) => sum + value, 0);
}
