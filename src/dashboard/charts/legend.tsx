/** What the lines and bars of a chart stand for: a class of styles/charts.css and its name. */
export function Legend({ entries }: { entries: readonly (readonly [className: string, name: string])[] }) {
  return (
    <ul className="legend" aria-hidden="true">
      {entries.map(([className, name]) => (
        <li key={name} className={className}>
          {name}
        </li>
      ))}
    </ul>
  );
}
