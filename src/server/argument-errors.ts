import {
  type ArgumentNode,
  type ASTNode,
  coerceInputValue,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  Kind,
  type ObjectFieldNode,
  typeFromAST,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { markBadUserInput } from '../errors.ts';
import type { Part } from './parts.ts';
import { isAsyncIterable } from './yoga.ts';

/**
 * Gives the errors that GraphQL itself finds in arguments and variables the code and the argument's path that the reports'
 * own errors have. Most are found before anything runs, so the whole request is refused.
 */
export function useArgumentErrors(): Plugin {
  return {
    onValidate: ({ params: { documentAST } }) => {
      return ({ result }) => markValues(result as readonly GraphQLError[], documentAST, true);
    },
    onExecute: ({ args: { schema, document, variableValues } }) => ({
      onExecuteDone: ({ result }) => {
        if (isAsyncIterable(result)) return { onNext: ({ result: part }) => markNulls(part, document) };
        if ('data' in result) return markNulls(result, document);
        markVariables(result.errors ?? [], schema, document, variableValues ?? {});
        markValues((result.errors ?? []).filter(isAboutNull), document, true);
      },
    }),
  };
}

/** A variable may be null where its argument has a default, and GraphQL finds out only when the field runs. */
function markNulls({ errors = [], incremental = [] }: Part, document: DocumentNode): void {
  markValues(errors.filter(isAboutNull), document, false);
  for (const part of incremental) markNulls(part, document);
}

function isAboutNull(error: GraphQLError): boolean {
  return placeOf(error)?.kind === Kind.VARIABLE;
}

/** Marks those of some errors that are about a value of an argument. */
function markValues(errors: readonly GraphQLError[], document: DocumentNode, refuses: boolean): void {
  if (errors.length === 0) return;
  const places = new Set(errors.map(placeOf));
  const paths = argumentPaths(document, (node) => (places.has(node) ? node : undefined));
  for (const error of errors) {
    const place = placeOf(error);
    const argument = missingArgumentOf(error) ?? (place && paths.get(place));
    if (argument !== undefined) markBadUserInput(error, argument, refuses);
  }
}

function markVariables(
  errors: readonly GraphQLError[],
  schema: GraphQLSchema,
  document: DocumentNode,
  values: Record<string, unknown>,
): void {
  const definitions = new Map(
    errors.flatMap((error) => {
      const place = placeOf(error);
      return place?.kind === Kind.VARIABLE_DEFINITION ? [[error, place] as const] : [];
    }),
  );
  if (definitions.size === 0) return;
  const usages = argumentPaths(document, (node) =>
    node.kind === Kind.VARIABLE ? node.name.value : undefined,
  );
  for (const [error, definition] of definitions) {
    const name = definition.variable.name.value;
    const inside = pathOfFirstFault(definition, schema, values[name]);
    markBadUserInput(error, [usages.get(name) ?? name, ...inside].join('.'), true);
  }
}

/** The node that an error is about. */
function placeOf({ nodes }: GraphQLError): ASTNode | undefined {
  return nodes?.[0];
}

// A required argument that is missing has no node of its own: only the sentence names it.
function missingArgumentOf(error: GraphQLError): string | undefined {
  return placeOf(error)?.kind === Kind.FIELD
    ? / argument "(\w+)" of type /.exec(error.message)?.[1]
    : undefined;
}

/**
 * The names of the argument and the input fields around nodes, joined by dots, by the keys of these; of nodes with the same key
 * the first. A node without a key or outside of any argument has none. Visits the document once, however many there are.
 */
function argumentPaths<Key>(
  document: DocumentNode,
  keyOf: (node: ASTNode) => Key | undefined,
): Map<Key, string> {
  const paths = new Map<Key, string>();
  const names: string[] = [];
  visit(document, {
    enter(node) {
      if (isNamedValue(node)) names.push(node.name.value);
      const key = keyOf(node);
      if (key !== undefined && names.length > 0 && !paths.has(key)) paths.set(key, names.join('.'));
    },
    leave(node) {
      if (isNamedValue(node)) names.pop();
    },
  });
  return paths;
}

function isNamedValue(node: ASTNode): node is ArgumentNode | ObjectFieldNode {
  return node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD;
}

function pathOfFirstFault(
  { type }: VariableDefinitionNode,
  schema: GraphQLSchema,
  value: unknown,
): readonly (string | number)[] {
  const inputType = typeFromAST(schema, type);
  let fault: readonly (string | number)[] | undefined;
  if (value === undefined || !inputType) return [];
  coerceInputValue(value, inputType as Parameters<typeof coerceInputValue>[1], (path) => {
    fault ??= path;
  });
  return fault ?? [];
}
