import type { Draw } from './chart.tsx';
import { secondsTicks, wholeTicks } from './ticks.ts';

/** One line of a chart: its values from left to right, null where there is none, and what is behind each. */
interface Line {
  /** A class of styles/charts.css, which gives it its colour. */
  readonly className: string;
  readonly values: readonly (number | null)[];
  /** What is said of each value, where a pointer rests. */
  readonly titles?: readonly string[];
  readonly hrefs?: readonly string[];
}

interface LineChart {
  readonly lines: readonly Line[];
  /** What is written below each place. */
  readonly labels: readonly string[];
  readonly print: (value: number) => string;
  /** Between counts there is nothing, and lengths of time have round ones of their own. */
  readonly unit: 'count' | 'seconds' | 'score';
}

/** So many pixels a label below the chart takes at the least. */
const labelWidth = 70;

/** Lines over the same places, the first ones behind. Places are counted: what they stand for may have gaps and clock changes. */
export function lineChart({ lines, labels, print, unit }: LineChart): Draw {
  return (plot, width) => {
    const most = Math.max(0, ...lines.flatMap(({ values }) => values.map((value) => value ?? 0)));
    const ticks = ticksOf(unit, most);
    const places = Math.max(1, labels.length);
    const step = Math.ceil(places / Math.max(1, Math.floor((width - 60) / labelWidth)));
    return plot.plot({
      width,
      height: 240,
      marginLeft: 50,
      x: {
        type: 'point',
        domain: labels.map((_, index) => index),
        ticks: labels.flatMap((_, index) => (index % step === 0 ? [index] : [])),
        tickFormat: (index: number) => labels[index] ?? '',
        label: null,
      },
      y: {
        grid: true,
        label: null,
        ticks,
        tickFormat: print,
        zero: true,
        nice: true,
        ...(Array.isArray(ticks) && { domain: [0, ticks.at(-1)] }),
      },
      marks: [plot.ruleY([0]), ...lines.flatMap((line) => marksOf(plot, line))],
    });
  };
}

function ticksOf(unit: LineChart['unit'], most: number): number | number[] {
  if (unit === 'seconds') return secondsTicks(most, 5);
  return unit === 'count' ? wholeTicks(most, 5) : 5;
}

function marksOf(plot: Parameters<Draw>[0], { className, values, titles, hrefs }: Line) {
  const at = { x: (_: unknown, index: number) => index, y: (value: number | null) => value };
  const line = plot.line(values, { ...at, className: `line ${className}`, stroke: 'currentColor' });
  if (!hrefs) return [line];
  const dots = plot.dot(values, {
    ...at,
    className: `dots ${className}`,
    r: values.length > 45 ? 2 : 4,
    fill: 'currentColor',
    title: (_: unknown, index: number) => titles?.[index],
    href: (_: unknown, index: number) => hrefs[index],
  });
  return [line, dots];
}
