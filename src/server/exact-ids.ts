import {
  GraphQLID,
  type GraphQLInputType,
  type GraphQLSchema,
  getNullableType,
  getOperationAST,
  isInputObjectType,
  isListType,
  type NamedTypeNode,
  type TypeNode,
  typeFromAST,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';

type Values = Record<string, unknown>;

/** What a value is to be; undefined where nothing declares it, which GraphQL itself will say. */
type Declared = GraphQLInputType | undefined;

/**
 * Makes of the bigints in variables what GraphQL knows: their digits where an id is to be, and the double that every other
 * server would read anywhere else.
 */
export function useExactIds(): Plugin {
  return {
    onExecute: ({ args }) => {
      const { schema, document, operationName, variableValues } = args;
      const definitions = getOperationAST(document, operationName)?.variableDefinitions ?? [];
      const types = new Map(
        definitions.map(({ variable, type }) => [variable.name.value, declaredBy(schema, type)]),
      );
      if (variableValues) args.variableValues = exactEach(variableValues, (name) => types.get(name));
    },
  };
}

function declaredBy(schema: GraphQLSchema, type: TypeNode): Declared {
  return typeFromAST(schema, type as NamedTypeNode) as Declared;
}

function exactEach(values: object, typeOf: (name: string) => Declared): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, exactValue(typeOf(name), value)]),
  );
}

function exactValue(declared: Declared, value: unknown): unknown {
  const type = declared && getNullableType(declared);
  if (isListType(type)) {
    const entry = type.ofType as GraphQLInputType;
    return Array.isArray(value) ? value.map((each) => exactValue(entry, each)) : exactValue(entry, value);
  }
  if (isInputObjectType(type) && typeof value === 'object' && value !== null) {
    const fields = type.getFields();
    return exactEach(value, (name) => fields[name]?.type);
  }
  if (typeof value !== 'bigint') return value;
  return type === GraphQLID ? String(value) : Number(value);
}
