import { type Direction, verdictOf } from '../format/change.ts';
import { useFormats } from '../format/use-formats.ts';
import { texts } from '../texts.ts';

interface ChangeProps {
  /** Undefined where nothing is compared; null where there is nothing to compare with. */
  readonly delta: number | null | undefined;
  readonly direction?: Direction;
  /** Whether the change is a difference instead of a share. */
  readonly isInPoints?: boolean;
}

/** A change against the comparison: sign, number and word, and a colour besides. */
export function Change({ delta, direction = 'neither', isInPoints = false }: ChangeProps) {
  const formats = useFormats();
  if (delta === undefined) return null;
  if (delta === null) return <span className="change same">{texts.none}</span>;
  const verdict = verdictOf(delta, direction);
  const print = isInPoints ? formats.points : formats.change;
  return (
    <span className={`change ${verdict}`}>
      <data value={delta}>{print(delta)}</data> {texts.verdicts[verdict]}
    </span>
  );
}
