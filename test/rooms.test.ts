import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

const src = join(import.meta.dirname, '../src');

/** Which rooms, the folders of `src`, the files of each import from. What lies beside the rooms belongs to none. */
function importsOfRooms(): Map<string, Set<string>> {
  const imports = new Map<string, Set<string>>();
  for (const file of readdirSync(src, { recursive: true, encoding: 'utf8' })) {
    const room = roomOf(file);
    if (room === undefined || !/\.tsx?$/.test(file)) continue;
    const known = imports.get(room) ?? new Set();
    imports.set(room, known);
    for (const [, path = ''] of readFileSync(join(src, file), 'utf8').matchAll(
      /(?:from|import\(?)\s*'(\.[^']+)'/g,
    )) {
      const other = roomOf(relative(src, join(src, dirname(file), path)));
      if (other !== undefined && other !== room) known.add(other);
    }
  }
  return imports;
}

function roomOf(file: string): string | undefined {
  return /^(\w+)\//.exec(file)?.[1];
}

test('no room knows another that knows it, be it through others', () => {
  const imports = importsOfRooms();
  expect(imports.size).toBeGreaterThan(10);
  // Rooms that know none but such as are gone go as well: what is left are circles.
  for (let isLess = true; isLess; ) {
    const free = [...imports].filter(([, known]) => ![...known].some((room) => imports.has(room)));
    for (const [room] of free) imports.delete(room);
    isLess = free.length > 0;
  }
  expect([...imports.keys()]).toEqual([]);
});
