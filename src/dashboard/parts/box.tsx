import { type ReactNode, useId } from 'react';
import { texts } from '../texts.ts';
import { Boundary } from './boundary.tsx';
import { Failed } from './failed.tsx';
import type { Part } from './part.ts';
import { useFocusKept } from './use-focus-kept.ts';

interface BoxProps<Value> {
  readonly title: string;
  readonly part: Part<Value>;
  readonly retry: () => void;
  /** Whether there is nothing to show of the period. */
  readonly isEmpty?: (value: Value) => boolean;
  readonly children: (value: Value) => ReactNode;
  /** How much of a large page's width it takes. */
  readonly width?: 'third' | 'half' | 'whole';
}

/** A part of the page with a heading: its shape while it loads, what went wrong, that there is nothing, or the part itself. */
export function Box<Value>({ title, part, retry, isEmpty, children, width = 'half' }: BoxProps<Value>) {
  const id = useId();
  const { heading, ...focus } = useFocusKept(part.state);
  return (
    <section className={`box ${width}`} aria-labelledby={id} aria-busy={part.state === 'loading'} {...focus}>
      <h2 id={id} ref={heading} tabIndex={-1}>
        {title}
      </h2>
      <Boundary of={part.state === 'ready' ? part.value : part.state} retry={retry}>
        <Content part={part} retry={retry} isEmpty={isEmpty}>
          {children}
        </Content>
      </Boundary>
    </section>
  );
}

function Content<Value>({
  part,
  retry,
  isEmpty,
  children,
}: Pick<BoxProps<Value>, 'part' | 'retry' | 'children'> & { isEmpty: BoxProps<Value>['isEmpty'] }) {
  if (part.state === 'loading') return <Shape />;
  if (part.state === 'failed') return <Failed failure={part.failure} retry={retry} />;
  return isEmpty?.(part.value) ? <p className="nothing">{texts.nothing}</p> : children(part.value);
}

/** The shape of what is on its way. */
export function Shape() {
  return (
    <div className="shape">
      <span className="hidden">{texts.loading}</span>
      <span />
      <span />
      <span />
    </div>
  );
}
