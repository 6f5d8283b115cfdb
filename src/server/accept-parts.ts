import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { badRequest } from '../errors.ts';

const acceptsParts = /multipart\/mixed|text\/event-stream|\*\/\*/;

/** Tells a client that asks for `@defer` or `@stream` but takes no parts so: Yoga's own refusal is an empty answer. */
export function useAcceptParts(): Plugin {
  return {
    onExecute: ({ args: { contextValue } }) => ({
      onExecuteDone: ({ result, setResult }) => {
        const accept = contextValue.request.headers.get('accept') ?? '*/*';
        if (!isAsyncIterable(result) || acceptsParts.test(accept)) return;
        void result.return?.();
        const rule = '@defer and @stream need "Accept: multipart/mixed" or "Accept: text/event-stream".';
        setResult({ errors: [badRequest(rule)] });
      },
    }),
  };
}
