import { useState } from 'react';
import { texts } from '../texts.ts';
import type { Option } from './options.ts';

interface FilterChoiceProps {
  readonly label: string;
  readonly options: readonly Option[];
  readonly chosen: readonly string[];
  readonly onChoose: (chosen: string[]) => void;
}

/** More options than this can be searched through. */
const fewOptions = 12;

/** Any of several values; none of them is no condition. */
export function FilterChoice({ label, options, chosen, onChoose }: FilterChoiceProps) {
  const [search, setSearch] = useState('');
  // What the address names is shown also where it is not known here.
  const unknown = chosen
    .filter((id) => !options.some((option) => option.id === id))
    .map((id) => ({ id, name: id }));
  const all = [...options, ...unknown];
  if (all.length === 0) return null;
  const found = all.filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()));
  const toggle = (id: string): void =>
    onChoose(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);
  return (
    <details className="filter">
      <summary>
        {label}
        {chosen.length > 0 && ` (${chosen.length})`}
      </summary>
      <fieldset>
        <legend className="hidden">{label}</legend>
        {all.length > fewOptions && (
          <input
            type="search"
            aria-label={texts.bar.search(label)}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        )}
        {found.map(({ id, name }) => (
          <label key={id}>
            <input type="checkbox" checked={chosen.includes(id)} onChange={() => toggle(id)} /> {name}
          </label>
        ))}
        {chosen.length > 0 && (
          <button type="button" onClick={() => onChoose([])}>
            {texts.bar.clear}
          </button>
        )}
      </fieldset>
    </details>
  );
}
