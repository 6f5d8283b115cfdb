import type { Address } from '../../address/address.ts';
import { type Direction, withBase } from '../../format/change.ts';
import { useFormats } from '../../format/use-formats.ts';
import type { ResultOf } from '../../graphql.ts';
import { type FigureProps, Figures } from '../../parts/figure.tsx';
import type { ValueOf } from '../../parts/part.ts';
import { texts } from '../../texts.ts';
import { ratedRows, rowsLink } from '../links.ts';
import type { satisfactionQuery } from './query.ts';

export type Report = ValueOf<ResultOf<typeof satisfactionQuery>, 'satisfactionReport'>;

/** The score and what it is made of. */
export function ScoreFigures({
  address,
  report: { current, previous, deltas },
}: {
  address: Address;
  report: Report;
}) {
  const { count, decimal, percent } = useFormats();
  const figure = (
    field: keyof Report['current'],
    print: (value: number) => string,
    direction: Direction,
    score?: string,
  ): FigureProps => ({
    name: texts.satisfaction.fields[field],
    value: current[field],
    print,
    href: rowsLink(address, score ? { ...ratedRows, ratingScore: score } : ratedRows),
    // A share of the ratings is of nothing where there were none; the rated ones are a share of all conversations.
    delta:
      print === count || field === 'ratedPercent'
        ? deltas?.[field]
        : withBase(deltas?.[field], previous?.ratings),
    direction,
    isInPoints: print !== count,
  });
  return (
    <Figures
      figures={[
        figure('score', decimal, 'more'),
        figure('ratings', count, 'neither'),
        figure('great', count, 'more', 'GREAT'),
        figure('okay', count, 'neither', 'OKAY'),
        figure('notGood', count, 'less', 'NOT_GOOD'),
        figure('greatPercent', percent, 'more', 'GREAT'),
        figure('okayPercent', percent, 'neither', 'OKAY'),
        figure('notGoodPercent', percent, 'less', 'NOT_GOOD'),
        figure('avgValue', decimal, 'more'),
        figure('customers', count, 'neither'),
        figure('ratedPercent', percent, 'more'),
      ]}
    />
  );
}
