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

/** Bars from left to right, one below the other; those of one name stand end to end. `written` is what is written of a name. */
export function barChart(
  bars: readonly Bar[],
  print: (value: number) => string,
  written: (name: string) => string = String,
): Draw {
  const names = [...new Set(bars.map(({ name }) => name))];
  const most = Math.max(...names.map((each) => sumOf(bars.filter(({ name }) => name === each))));
  const classes = [...new Set(bars.map(({ className }) => className))];
  return (plot, width) => {
    const margin = Math.min(width / 3, 150);
    return plot.plot({
      width,
      height: 40 + 34 * names.length,
      marginLeft: margin,
      marginRight: 24,
      x: {
        grid: true,
        label: null,
        ticks: wholeTicks(most, Math.max(2, Math.floor(width / 120))),
        tickFormat: print,
      },
      y: {
        domain: names,
        label: null,
        tickSize: 0,
        tickFormat: (name: string) => cut(written(name), margin),
      },
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
  };
}

const letterWidth = 6.5;

/** A name as far as it fits: marks and the table have all of it. */
function cut(name: string, width: number): string {
  const most = Math.floor(width / letterWidth);
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
}

function sumOf(bars: readonly Bar[]): number {
  return bars.reduce((sum, { value }) => sum + value, 0);
}
