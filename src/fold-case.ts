/**
 * A text as searches compare it. The program folds, not the database: under the C locale PostgreSQL folds nothing beyond
 * ASCII. To upper case, which no neighbour changes; the lower case of Σ depends on whether it ends a word, so that a part
 * of a name would not always be folded like the name.
 */
export function foldCase(text: string): string {
  return text.toUpperCase();
}
