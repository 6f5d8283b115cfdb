import { getNamedType, isIntrospectionType, type ValidationRule } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { badRequest } from '../errors.ts';

/** Keeps the schema to those who have it: no introspection, no subgraph's SDL, no suggestions in messages. */
export function useHiddenSchema(): Plugin {
  return {
    onValidate: ({ addValidationRule }) => {
      addValidationRule(noSchemaFields);
      return ({ result }) => result.forEach(hideSuggestion);
    },
    onExecute: () => ({
      onExecuteDone: ({ result }) => {
        if ('errors' in result) result.errors?.forEach(hideSuggestion);
      },
    }),
  };
}

const noSchemaFields: ValidationRule = (context) => ({
  Field: () => {
    const type = getNamedType(context.getType());
    if (type && (isIntrospectionType(type) || type.name === '_Service'))
      context.reportError(badRequest('Introspection is not available here.'));
  },
});

function hideSuggestion(error: { message: string }): void {
  error.message = error.message.replace(/ Did you mean .*$/s, '');
}
