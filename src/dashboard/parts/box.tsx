import { type ReactNode, useId } from 'react';
import { texts } from '../texts.ts';
import type { Failure } from './failure.ts';
import type { Part } from './part.ts';

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
  const heading = useId();
  return (
    <section className={`box ${width}`} aria-labelledby={heading} aria-busy={part.state === 'loading'}>
      <h2 id={heading}>{title}</h2>
      <Content part={part} retry={retry} isEmpty={isEmpty}>
        {children}
      </Content>
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

/** What went wrong and what to do. */
export function Failed({ failure, retry }: { failure: Failure; retry: () => void }) {
  const { code, message, argument, requestId } = failure;
  const advice = adviceFor(code, argument);
  return (
    <div className="failed" role="alert">
      <p>{code === 'AWAY' ? texts.failures.away : message || texts.failures.unknown}</p>
      {advice && <p>{advice}</p>}
      {requestId && (
        <p>
          {texts.failures.requestId} <code>{requestId}</code>
        </p>
      )}
      <button type="button" onClick={retry}>
        {texts.failures.retry}
      </button>
    </div>
  );
}

function adviceFor(code: string, argument = ''): string | undefined {
  if (code === 'QUERY_TOO_COMPLEX') return texts.failures.tooMuch;
  if (code === 'BAD_USER_INPUT' && /^(period|previous|compareTo|viewBy)/.test(argument))
    return texts.failures.period;
  return undefined;
}
