import { existsSync, readFileSync } from 'node:fs';
import {
  buildASTSchema,
  buildSchema,
  findBreakingChanges,
  type GraphQLNamedType,
  type GraphQLScalarType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
  Kind,
  parse,
} from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../src/schema/schema.ts';

// schema.graphql declares no federation directives: a gateway knows them.
const read = (file: string): GraphQLSchema =>
  buildASTSchema(parse(readFileSync(file, 'utf8')), { assumeValidSDL: true });

const contract = '../shared/contract/api.graphql';

test.skipIf(!existsSync(contract))(
  'schema.graphql breaks no client that is written against the contract',
  () => {
    expect(findBreakingChanges(read(contract), read('schema.graphql'))).toEqual([]);
  },
);

test('schema.api.graphql is whole without federation, and holds what schema.graphql does', () => {
  const plain = buildSchema(readFileSync('schema.api.graphql', 'utf8'));
  const subgraph = read('schema.graphql');
  expect([...findBreakingChanges(subgraph, plain), ...findBreakingChanges(plain, subgraph)]).toEqual([]);
});

test('what is served answers every client that is written against schema.graphql', () => {
  expect(findBreakingChanges(read('schema.graphql'), schema)).toEqual([]);
});

// Caches of clients keep one object for each type and id, and show it wherever either occurs.
test('a field is called id in the types alone whose every field depends on that id', () => {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  expect(types.flatMap((type) => (type.getFields()['id'] ? [type.name] : []))).toEqual([
    'Account',
    'Conversation',
    'Customer',
    'FilterTag',
    'Mailbox',
    'Tag',
    'Team',
    'User',
  ]);
});

// What is remembered of a zone, and counted by its days, is found under its name.
test('a time zone is read as it is named, however it is spelled', () => {
  const scalar = schema.getType('TimeZone') as GraphQLScalarType;
  expect(scalar.parseValue('europe/BERLIN')).toBe('Europe/Berlin');
  expect(scalar.parseLiteral({ kind: Kind.STRING, value: 'europe/BERLIN' })).toBe('Europe/Berlin');
});

test('every type, field, argument and enum value has a description', () => {
  const own = Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !type.name.startsWith('_') && !builtIn.has(type.name),
  );
  expect(own.flatMap(undescribedIn)).toEqual([]);
});

const builtIn = new Set(['Boolean', 'Float', 'ID', 'Int', 'String']);

interface Described {
  readonly name: string;
  readonly description?: string | null | undefined;
}

function undescribedIn(type: GraphQLNamedType): string[] {
  return [type, ...membersOf(type)].filter(({ description }) => !description).map(({ name }) => name);
}

function membersOf(type: GraphQLNamedType): Described[] {
  const named = (path: string, { description }: Described): Described => ({ name: path, description });
  if (isEnumType(type)) return type.getValues().map((value) => named(`${type.name}.${value.name}`, value));
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map((field) => named(`${type.name}.${field.name}`, field));
  }
  if (!isObjectType(type)) return [];
  return Object.values(type.getFields())
    .filter((field) => !field.name.startsWith('_'))
    .flatMap((field) => [
      named(`${type.name}.${field.name}`, field),
      ...field.args.map((arg) => named(`${type.name}.${field.name}(${arg.name})`, arg)),
    ]);
}
