import fc, { type GeneratorValue } from 'fast-check';
import {
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { schema } from '../../src/schema/schema.ts';

export interface HostileRequest {
  readonly search: string;
  readonly init: { method: string; headers: Record<string, string>; body?: Uint8Array<ArrayBuffer> };
}

const nasty = [
  ...[
    'null',
    'true',
    '-0',
    '0',
    '1',
    '101',
    '2147483648',
    '-9007199254740993',
    '1e400',
    '0.1',
    '1e-9',
    '[]',
    '[[[]]]',
    '{}',
  ],
  ...[
    '{ __proto__: 1 }',
    '{ constructor: { prototype: 1 } }',
    'toString',
    '$v',
    '$undefined',
    '"""\n \\""" """',
  ],
  ...[
    '""',
    '"2026-03-29T02:30:00"',
    '"Mars/Base"',
    '"1"',
    '"__proto__"',
    '"\\u0000"',
    '"\\ud800"',
    '"\u202e🦊é"',
    `"${'x'.repeat(5000)}"`,
    `"'; drop table tags; --"`,
  ],
];

const texts: Record<string, readonly string[]> = {
  DateTime: [
    '2026-01-01T00:00:00Z',
    '2026-02-01T00:00:00+14:00',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999999999Z',
  ],
  TimeZone: ['UTC', 'Asia/Kathmandu', 'America/St_Johns'],
  ID: ['1', 'm1', 'theirs', '-1', '9'.repeat(30), "m1' or true --"],
  String: ['', 'a', '%', '\\'],
};

/** Requests that are meant well, meant badly, and no requests at all; `token` is valid. */
export function hostileRequest(token: string): fc.Arbitrary<HostileRequest> {
  return fc.gen().map((value) => {
    const body = bodyOf(value);
    const method = pick(value, [...Array<string>(8).fill('POST'), 'GET', 'PUT']);
    const query = encodeURIComponent(queryOf(value));
    const headers = headersOf(value, token);
    return method === 'GET'
      ? {
          search: `?query=${query}&variables=${pick(value, ['', '{', '[]', '{"v":1}'])}`,
          init: { method, headers },
        }
      : { search: '', init: { method, headers, body: new Uint8Array(mutated(value, body)) } };
  });
}

function headersOf(value: GeneratorValue, token: string): Record<string, string> {
  const types = [
    'application/json',
    'application/json; charset=utf-8',
    'APPLICATION/JSON',
    'text/plain',
    'x',
  ];
  const accepts = [
    '*/*',
    'application/json',
    'application/graphql-response+json',
    'text/html',
    'text/event-stream',
    'multipart/mixed',
  ];
  return {
    authorization: isRare(value)
      ? pick(value, ['', 'Bearer', `bearer  ${token} `, 'Bearer dg_1_x', 'Bearer a.b.c', 'Basic eDp4'])
      : `Bearer ${token}`,
    'content-type': isRare(value) ? pick(value, types) : 'application/json',
    accept: isRare(value) ? pick(value, accepts) : 'application/graphql-response+json',
    'graphql-require-preflight': '1',
    'x-request-id': value(fc.string, { unit: 'grapheme-ascii' }).trim(),
    'x-forwarded-for': pick(value, ['', '1.1.1.1', ',,,', '__proto__']),
  };
}

function bodyOf(value: GeneratorValue): string {
  if (isRare(value)) return JSON.stringify(value(fc.jsonValue)) ?? '';
  const variables = isRare(value) ? value(fc.jsonValue) : { v: value(fc.jsonValue) };
  const parts = {
    query: queryOf(value),
    variables,
    ...(isRare(value) && { operationName: pick(value, ['', 'Q', '__proto__']) }),
  };
  const text = JSON.stringify(parts);
  return isRare(value)
    ? text.replace('{', '{"__proto__":{"query":"{__typename}"},"extensions":{"http":{"status":200}},')
    : text;
}

function mutated(value: GeneratorValue, body: string): Buffer {
  const bytes = Buffer.from(body);
  if (!isRare(value)) return bytes;
  const at = value(fc.nat, bytes.length);
  const inserted = Buffer.from(value(fc.uint8Array, { maxLength: 4 }));
  return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at + value(fc.nat, 4))]);
}

function queryOf(value: GeneratorValue): string {
  const root = schema.getQueryType();
  if (!root) return '';
  const before = isRare(value)
    ? pick(value, ['mutation', 'subscription', 'query Q($v: ID)', 'query ($v: [Int!]! = 1)', '{ ', '#'])
    : '';
  return `${before} ${selectionOf(value, root, 0)}`;
}

function selectionOf(value: GeneratorValue, type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (isUnionType(named))
    return `{ __typename ${named
      .getTypes()
      .map((each) => `... on ${each.name} ${selectionOf(value, each, depth + 1)}`)
      .join(' ')} }`;
  if (!isObjectType(named)) return '';
  if (depth > 6) return '{ __typename }';
  const fields = Object.values(named.getFields());
  const chosen = Array.from({ length: depth === 0 ? 1 : 2 }, () => pick(value, fields)).map(
    (field, index) => {
      const given = field.args.filter((arg) => isNonNullType(arg.type) || value(fc.boolean));
      const args = given.map((arg) => `${arg.name}: ${inputOf(value, arg.type)}`).join(', ');
      return `a${index}: ${field.name}${args && `(${args})`} ${selectionOf(value, field.type, depth + 1)}`;
    },
  );
  return `{ ${chosen.join(' ')} ${isRare(value) ? pick(value, ['__typename', 'nope', '...F', '@skip', '__schema { types { name } }']) : ''} }`;
}

function inputOf(value: GeneratorValue, type: GraphQLInputType): string {
  if (value(fc.nat, 80) === 0) return pick(value, nasty);
  if (isNonNullType(type)) return inputOf(value, type.ofType);
  if (isListType(type)) return `[${inputOf(value, type.ofType)}, ${inputOf(value, type.ofType)}]`;
  if (isEnumType(type)) return pick(value, type.getValues()).name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) => isNonNullType(field.type) || value(fc.boolean),
    );
    return `{ ${fields.map((field) => `${field.name}: ${inputOf(value, field.type)}`).join(', ')} }`;
  }
  if (type.name === 'Boolean') return pick(value, ['true', 'false']);
  if (type.name === 'Int') return pick(value, ['1', '2', '25', '100']);
  return JSON.stringify(pick(value, texts[type.name] ?? ['']));
}

function pick<Item>(value: GeneratorValue, items: readonly Item[]): Item {
  const item = items[value(fc.nat, items.length - 1)];
  if (item === undefined) throw new Error('there is nothing to pick from');
  return item;
}

function isRare(value: GeneratorValue): boolean {
  return value(fc.nat, 20) === 0;
}
