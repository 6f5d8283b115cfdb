import type { DocumentNode } from 'graphql';
import { valueKey } from '../answering/value-key.ts';

/** What is asked. */
export interface Operation {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variableValues?: unknown;
}

const numbers = new WeakMap<DocumentNode, number>();
let documents = 0;

/**
 * The same text for what asks the same, and another one for all else: a document that is sent again is the same object, as long as it
 * is kept parsed.
 */
export function operationKey({ document, operationName, variableValues }: Operation): string {
  const number = numbers.get(document) ?? ++documents;
  numbers.set(document, number);
  return `${number} ${valueKey([operationName, variableValues])}`;
}
