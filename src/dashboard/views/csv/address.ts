import type { Period } from '../../period/period.ts';

type Value = string | number | boolean | null | undefined;

/** What a file is asked for: the arguments of the question that it answers, by the names of its parameters. */
export interface CsvQuestion {
  readonly period?: Period | null | undefined;
  readonly previous?: Period | null | undefined;
  readonly filter?: Readonly<Record<string, readonly string[] | Value>> | null | undefined;
  readonly [parameter: string]: unknown;
}

/** The address of what a question answers as CSV; null where a list has a value with a comma, which stands between values. */
export function csvAddress(name: string, { period, previous, filter, ...rest }: CsvQuestion): string | null {
  const said = new URLSearchParams();
  const say = (parameter: string, value: unknown): void => {
    if (value !== null && value !== undefined) said.append(parameter, String(value));
  };
  say('start', period?.start);
  say('end', period?.end);
  say('previousStart', previous?.start);
  say('previousEnd', previous?.end);
  for (const [list, values] of Object.entries(filter ?? {})) {
    if (!Array.isArray(values)) say(list, values);
    else if (values.some((value) => value.includes(','))) return null;
    else if (values.length > 0) say(list, values.join(','));
  }
  for (const [parameter, value] of Object.entries(rest)) say(parameter, value);
  return `export/${name}.csv?${said}`;
}
