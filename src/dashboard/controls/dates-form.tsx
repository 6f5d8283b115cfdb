import { type FormEvent, useState } from 'react';
import type { Dates } from '../address/address.ts';
import { texts } from '../texts.ts';

/** From one date to another, both inside; taken when it is sent. */
export function DatesForm({
  label,
  dates,
  onChange,
}: {
  label: string;
  dates: Dates;
  onChange: (dates: Dates) => void;
}) {
  const [{ given, from, to }, setDates] = useState({ given: dates, ...dates });
  // Going back and links give other dates: the form takes them without being another form, which would lose the focus.
  if (given.from !== dates.from || given.to !== dates.to) setDates({ given: dates, ...dates });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onChange({ from, to });
  };
  return (
    <form className="dates" onSubmit={submit} aria-label={label}>
      <label>
        {texts.columns.from}
        <input
          type="date"
          required
          max={to}
          value={from}
          onChange={(event) => setDates({ given, from: event.target.value, to })}
        />
      </label>
      <label>
        {texts.bar.to}
        <input
          type="date"
          required
          min={from}
          value={to}
          onChange={(event) => setDates({ given, from, to: event.target.value })}
        />
      </label>
      <button type="submit">{texts.bar.apply}</button>
    </form>
  );
}
