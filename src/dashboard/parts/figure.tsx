import type { Direction } from '../format/change.ts';
import { Change } from './change.tsx';
import { Value } from './value.tsx';

export interface FigureProps {
  readonly name: string;
  readonly value: number | null;
  readonly print: (value: number) => string;
  readonly href?: string;
  /** Undefined where nothing is compared; null where there is nothing to compare with. */
  readonly delta?: number | null | undefined;
  readonly direction?: Direction;
  readonly isInPoints?: boolean;
}

/** Figures side by side, each with its change. */
export function Figures({ figures }: { figures: readonly FigureProps[] }) {
  return (
    <dl className="figures">
      {figures.map((figure) => (
        <Figure key={figure.name} {...figure} />
      ))}
    </dl>
  );
}

function Figure({ name, value, print, href, ...change }: FigureProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Value value={value} print={print} href={href} />
      </dd>
      <dd>
        <Change
          delta={change.delta}
          direction={change.direction ?? 'neither'}
          isInPoints={change.isInPoints ?? false}
        />
      </dd>
    </div>
  );
}
