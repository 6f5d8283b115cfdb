import { BSON } from 'bson';
import { describe, expect, test } from 'vitest';
import { pick, textOf, wantedOf } from './pick.ts';

const values = {
  double: 1.5,
  text: 'x',
  document: { array: [1, { text: 'ü' }] },
  bytes: new BSON.Binary(Buffer.from('bytes')),
  undefined,
  id: new BSON.ObjectId(),
  boolean: true,
  time: new Date(5),
  null: null,
  expression: /a+b/i,
  pointer: new BSON.DBRef('collection', new BSON.ObjectId()),
  code: new BSON.Code('x'),
  scoped: new BSON.Code('x', { y: 1 }),
  symbol: new BSON.BSONSymbol('s'),
  small: 1,
  timestamp: new BSON.Timestamp({ t: 1, i: 2 }),
  large: BSON.Long.fromString('99999999999'),
  decimal: new BSON.Decimal128('1.5'),
  least: new BSON.MinKey(),
  greatest: new BSON.MaxKey(),
};
const document = Buffer.from(BSON.serialize(values, { ignoreUndefined: false }));
const whole = BSON.deserialize(document);

describe('of a document of BSON', () => {
  test.each(Object.keys(values))('the field %s alone is picked, and the last behind it', (name) => {
    const names = [name, 'greatest'];
    const expected = Object.fromEntries(Object.entries(whole).filter(([key]) => names.includes(key)));
    expect(BSON.deserialize(pick(Buffer.from(document), wantedOf(names)))).toEqual(expected);
  });

  test('that is damaged nothing is picked', () => {
    const damaged = Buffer.from(document);
    damaged[4] = 0x20;
    expect(() => pick(damaged, wantedOf([]))).toThrow('of no type');
    expect(() => pick(document.subarray(0, 30), wantedOf([]))).toThrow('behind its document');
  });

  test.each([
    ['text', 'x'],
    ['large', undefined],
    ['absent', undefined],
  ])('the field %s is the text %s', (name, expected) => {
    expect(textOf(document, name)).toBe(expected);
  });
});
