import { getIntrospectionQuery, parse } from 'graphql';
import { expect, test } from 'vitest';
import { settingsOf } from '../../settings.ts';
import { assertDocumentWithin } from './document.ts';

const limits = {
  ...settingsOf({}),
  MAX_TOKENS: 40,
  MAX_DEPTH: 3,
  MAX_ALIASES: 4,
  MAX_ROOT_FIELDS: 3,
  MAX_REPEATS: 2,
  MAX_DIRECTIVES: 1,
};
const tooMany = (what: string) => `The query has more than ${what}.`;
const chain = (length: number) =>
  Array.from({ length }, (_, index) => `fragment F${index} on Query { ...F${index + 1} }`).join(' ');

test.each([
  ['three levels', '{ a { b { c } } }', undefined],
  ['four levels', '{ a { b { c { d } } } }', tooMany('3 levels')],
  [
    'four levels through fragments',
    '{ a { ...F } } fragment F on A { b { ... { c { d } } } }',
    tooMany('3 levels'),
  ],
  ['levels without end', '{ ...F } fragment F on A { a { ...F } }', tooMany('3 levels')],
  ['a fragment in itself', '{ ...F } fragment F on A { ...F a }', undefined],
  ['a fragment that is unknown', '{ ...F a }', undefined],
  ['fragments in one another', `{ ...F0 } ${chain(4)}`, tooMany('3 fragments within one another')],
  [
    'inline fragments in one another',
    '{ ... { ... { ... { ... { a } } } } }',
    tooMany('3 fragments within one another'),
  ],
  ['three root fields', '{ a b c }', undefined],
  ['four root fields', '{ a b c d }', tooMany('3 root fields')],
  [
    'four root fields through a fragment',
    '{ a ...F } fragment F on Query { b c d }',
    tooMany('3 root fields'),
  ],
  ['four root fields of the second operation', 'query A { a } query B { a b c d }', tooMany('3 root fields')],
  ['four fields elsewhere', '{ x { a b c d } }', undefined],
  ['five aliases', '{ x { a: a b: b c: c d: d e: e } }', tooMany('4 aliases')],
  ['a field three times', '{ a a a }', tooMany('2 repetitions of one field')],
  ['a field three times under aliases', '{ x: a y: a z: a }', tooMany('2 repetitions of one field')],
  ['three questions of one field', '{ x: a(id: 1) y: a(id: 2) z: a(id: 3) }', undefined],
  [
    'a field three times in merged objects',
    '{ x { a } x { a ... { a } } }',
    tooMany('2 repetitions of one field'),
  ],
  [
    'a field three times through fragments',
    '{ a ...F ...G } fragment F on Q { a } fragment G on Q { a }',
    tooMany('2 repetitions of one field'),
  ],
  [
    'two directives on a field',
    '{ a @skip(if: true) @include(if: true) }',
    tooMany('1 directives in one place'),
  ],
  ['two directives on an operation', 'query @a @b { a }', tooMany('1 directives in one place')],
  [
    'many selections by way of fragments',
    `{ x { ...F } y { ...F } z { ...F } } fragment F on X { ${'abcdefghijklm'.split('').join(' ')} }`,
    tooMany('40 selections'),
  ],
])('%s', (_case, query, message) => {
  const check = () => assertDocumentWithin(parse(query), limits);
  if (message) expect(check).toThrow(message);
  else expect(check).not.toThrow();
});

test("GraphiQL's introspection is within the default limits", () => {
  const query = getIntrospectionQuery({
    schemaDescription: true,
    specifiedByUrl: true,
    inputValueDeprecation: true,
  });
  expect(() => assertDocumentWithin(parse(query), settingsOf({}))).not.toThrow();
});
