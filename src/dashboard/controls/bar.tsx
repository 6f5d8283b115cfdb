import type { Address } from '../address/address.ts';
import { comparisons, filterLists, spans } from '../address/choices.ts';
import { goTo } from '../address/use-address.ts';
import { useFormats } from '../format/use-formats.ts';
import { datesIn } from '../period/dates.ts';
import { texts } from '../texts.ts';
import { useQuestion } from '../views/question.ts';
import { Choice } from './choice.tsx';
import { DatesForm } from './dates-form.tsx';
import { FilterChoice } from './filter-choice.tsx';
import { useOptions } from './options.ts';
import { ZoneChoice } from './zone-choice.tsx';

/** What all views are about: period, comparison, time zone and filter. Changing one is a step to go back from. */
export function Bar({ address }: { address: Address }) {
  const options = useOptions();
  const { period } = useQuestion(address);
  const formats = useFormats();
  const change = (part: Partial<Address>): void =>
    goTo(withoutOwn({ ...address, ...part }, ['after', 'page']));
  const changePeriod = (part: Pick<Address, 'span' | 'dates'>): void =>
    goTo(withoutOwn({ ...address, ...part }, ['after', 'page', 'start', 'end', 'ever']));
  return (
    <section className="bar" aria-label={texts.bar.label}>
      <Choice
        label={texts.bar.period}
        words={spans}
        value={address.span}
        names={texts.spans}
        onChoose={(span) =>
          changePeriod({
            span,
            dates: span === 'own' ? (address.dates ?? datesIn(period, formats.zone)) : null,
          })
        }
      />
      {address.dates && (
        <DatesForm
          label={texts.bar.ownPeriod}
          dates={address.dates}
          onChange={(dates) => changePeriod({ span: 'own', dates })}
        />
      )}
      <Choice
        label={texts.bar.comparison}
        words={comparisons}
        value={address.comparison}
        names={texts.comparisons}
        onChoose={(comparison) =>
          change({ comparison, comparedDates: comparison === 'own' ? datesIn(period, formats.zone) : null })
        }
      />
      {address.comparedDates && (
        <DatesForm
          label={texts.bar.ownComparison}
          dates={address.comparedDates}
          onChange={(comparedDates) => change({ comparedDates })}
        />
      )}
      <ZoneChoice zone={address.zone} onChoose={(zone) => change({ zone })} />
      <div className="filters">
        {filterLists.map((list) => (
          <FilterChoice
            key={list}
            label={texts.filters[list]}
            options={options[list]}
            chosen={address.filter[list]}
            onChoose={(chosen) => change({ filter: { ...address.filter, [list]: chosen } })}
          />
        ))}
      </div>
      <p className="said">{formats.period(period.start, period.end)}</p>
    </section>
  );
}

/** What a view knows for itself may be of no use with another question: its page, and a part of a period with another period. */
function withoutOwn({ own, ...address }: Address, names: readonly string[]): Address {
  return {
    ...address,
    own: Object.fromEntries(Object.entries(own).filter(([name]) => !names.includes(name))),
  };
}
