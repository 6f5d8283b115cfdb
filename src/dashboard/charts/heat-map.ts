import type { Draw } from './chart.tsx';

interface Cell {
  /** Monday is 1. */
  readonly day: number;
  readonly hour: number;
  readonly count: number;
  readonly title: string;
  readonly href?: string;
}

interface HeatMap {
  readonly cells: readonly Cell[];
  readonly weekday: (day: number) => string;
  readonly hour: (hour: number) => string;
}

/** The hours of the week, the darker the more. */
export function heatMap({ cells, weekday, hour }: HeatMap): Draw {
  const most = Math.max(1, ...cells.map(({ count }) => count));
  return (plot, width) =>
    plot.plot({
      width,
      height: 250,
      marginLeft: 90,
      padding: 0.06,
      x: {
        ticks: width > 600 ? [0, 3, 6, 9, 12, 15, 18, 21] : [0, 6, 12, 18],
        tickFormat: hour,
        label: null,
        tickSize: 0,
      },
      y: { tickFormat: weekday, label: null, tickSize: 0 },
      opacity: { domain: [0, most], range: [0.06, 1] },
      marks: [
        plot.cell(cells, {
          x: 'hour',
          y: 'day',
          fill: 'var(--first)',
          fillOpacity: 'count',
          title: 'title',
          href: 'href',
        }),
      ],
    });
}
