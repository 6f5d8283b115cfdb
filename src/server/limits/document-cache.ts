/** Keeps the latest results of parsing by their sources, up to a sum of characters: a parsed document takes about a hundred times its text. */
export function createDocumentCache<Result>(mostCharacters: number) {
  const results = new Map<string, Result>();
  let characters = 0;

  const forget = (source: string): void => {
    if (results.delete(source)) characters -= source.length;
  };

  return {
    get(source: string): Result | undefined {
      const result = results.get(source);
      if (result !== undefined) {
        results.delete(source);
        results.set(source, result);
      }
      return result;
    },
    set(source: string, result: Result): void {
      forget(source);
      results.set(source, result);
      characters += source.length;
      for (const oldest of results.keys()) {
        if (characters <= mostCharacters) return;
        forget(oldest);
      }
    },
  };
}
