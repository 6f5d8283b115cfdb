import { useId } from 'react';

interface ChoiceProps<Word extends string> {
  readonly label: string;
  readonly words: readonly Word[];
  readonly value: Word;
  readonly names: Readonly<Record<Word, string>>;
  readonly onChoose: (word: Word) => void;
}

/** One of several words. */
export function Choice<Word extends string>({ label, words, value, names, onChoose }: ChoiceProps<Word>) {
  const id = useId();
  return (
    <div className="choice">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChoose(event.target.value as Word)}>
        {words.map((word) => (
          <option key={word} value={word}>
            {names[word]}
          </option>
        ))}
      </select>
    </div>
  );
}
