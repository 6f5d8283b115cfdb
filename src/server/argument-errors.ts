import {
  type ASTNode,
  coerceInputValue,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  Kind,
  typeFromAST,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';

/**
 * Gives the errors that GraphQL itself finds in arguments and variables the code and the argument's path that the reports'
 * own errors have. They are found before anything runs, so the whole request is refused with status 400.
 */
export function useArgumentErrors(): Plugin {
  return {
    onValidate: ({ params: { documentAST } }) => {
      return ({ result }) => {
        for (const error of result) mark(error, argumentOfError(error, documentAST));
      };
    },
    onExecute: ({ args: { schema, document, variableValues } }) => ({
      onExecuteDone: ({ result }) => {
        if (!('errors' in result) || 'data' in result) return;
        for (const error of result.errors ?? []) {
          const [node] = error.nodes ?? [];
          if (node?.kind !== Kind.VARIABLE_DEFINITION) continue;
          mark(error, argumentOfVariable(node, schema, document, variableValues ?? {}));
        }
      },
    }),
  };
}

function mark(error: GraphQLError, argument: string | undefined): void {
  if (argument === undefined) return;
  Object.assign(error.extensions, {
    code: 'BAD_USER_INPUT',
    argument,
    http: { status: 400, spec: true },
  });
}

/** The argument that a validation error is about; undefined where it is about something else. */
function argumentOfError({ nodes, message }: GraphQLError, document: DocumentNode): string | undefined {
  const [node] = nodes ?? [];
  if (!node) return undefined;
  // A required argument that is missing has no node of its own: only the sentence names it.
  const missing = node.kind === Kind.FIELD ? / argument "(\w+)" of type /.exec(message)?.[1] : undefined;
  return missing ?? argumentPathOf(node, document);
}

/** The names of the argument and the input fields around a node, joined by dots; undefined outside of any argument. */
function argumentPathOf(target: ASTNode, document: DocumentNode): string | undefined {
  let names: string[] = [];
  visit(document, {
    enter(node, _key, parent, _path, ancestors) {
      if (node !== target) return;
      const chain = new Set([...ancestors, parent, node]);
      names = [...chain].flatMap((link) =>
        link && 'kind' in link && (link.kind === Kind.ARGUMENT || link.kind === Kind.OBJECT_FIELD)
          ? [link.name.value]
          : [],
      );
    },
  });
  return names.length > 0 ? names.join('.') : undefined;
}

function argumentOfVariable(
  definition: VariableDefinitionNode,
  schema: GraphQLSchema,
  document: DocumentNode,
  values: Record<string, unknown>,
): string {
  const name = definition.variable.name.value;
  const inside = pathOfFirstFault(definition, schema, values[name]);
  const usage = usageOf(name, document);
  return [usage ?? name, ...inside].join('.');
}

function usageOf(name: string, document: DocumentNode): string | undefined {
  let usage: string | undefined;
  visit(document, {
    Variable(node) {
      if (node.name.value === name) usage ??= argumentPathOf(node, document);
    },
  });
  return usage;
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
