const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Writes seconds by their largest unit and the next one below it, such as 2d 3h, 1h 5m or 45s. */
export function secondsFormat(locale: string): (seconds: number) => string {
  const formats = units.map(
    ([unit]) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'narrow' }),
  );
  const print = (count: number, unit: number): string => formats[unit]?.format(count) ?? '';
  return (seconds) => {
    let rest = Math.round(seconds);
    const counts = units.map(([, size]) => {
      const count = Math.floor(rest / size);
      rest -= count * size;
      return count;
    });
    const largest = counts.findIndex((count) => count > 0);
    if (largest === -1) return print(0, units.length - 1);
    const written = counts.map((count, unit) => (count > 0 ? print(count, unit) : ''));
    return written
      .slice(largest, largest + 2)
      .filter(Boolean)
      .join(' ');
  };
}
