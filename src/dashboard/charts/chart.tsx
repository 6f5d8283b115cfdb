import type * as PlotLibrary from '@observablehq/plot';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { texts } from '../texts.ts';

type Plot = typeof PlotLibrary;

/** Draws a chart as wide as its place, with what the library offers. */
export type Draw = (plot: Plot, width: number) => Element;

/**
 * A chart, and behind it the table of what it shows. Readers and keyboards have the table: a chart of 168 cells would be as many
 * stops. `draw` is called anew whenever it is another function. What cannot be drawn leaves its table, opened,
 * and is tried again when somebody says so.
 */
export function Chart({ draw, legend, children }: { draw: Draw; legend?: ReactNode; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const [isLost, setLost] = useState(false);
  useEffect(() => {
    const { current } = place;
    return current && !isLost ? keepDrawn(current, draw, () => setLost(true)) : undefined;
  }, [draw, isLost]);
  return (
    <figure>
      {isLost ? (
        <p>
          {texts.failures.chart}{' '}
          <button type="button" onClick={() => setLost(false)}>
            {texts.failures.retry}
          </button>
        </p>
      ) : (
        legend
      )}
      <div ref={place} className="chart" aria-hidden="true" hidden={isLost} />
      <details open={isLost || undefined}>
        <summary>{texts.asTable}</summary>
        {children}
      </details>
    </figure>
  );
}

/** Draws whenever the place has another width, until the returned function is called. */
function keepDrawn(place: HTMLElement, draw: Draw, onLost: () => void): () => void {
  let isGone = false;
  let drawnWidth = 0;
  const redraw = async (): Promise<void> => {
    const plot = await import('@observablehq/plot');
    const width = place.clientWidth;
    if (isGone || width === 0 || width === drawnWidth) return;
    drawnWidth = width;
    place.replaceChildren(prepared(draw(plot, width)));
  };
  const observer = new ResizeObserver(() => {
    redraw().catch(() => {
      if (!isGone) onLost();
    });
  });
  observer.observe(place);
  return () => {
    isGone = true;
    observer.disconnect();
  };
}

/** The library's own style sheet is inline, which the page's policy does not take: styles/charts.css has the same. */
function prepared(chart: Element): Element {
  for (const style of chart.querySelectorAll('style')) style.remove();
  for (const link of chart.querySelectorAll('a')) link.setAttribute('tabindex', '-1');
  return chart;
}
