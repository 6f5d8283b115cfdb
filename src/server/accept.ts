import type { GraphiQLOptions, Plugin } from 'graphql-yoga';
import Negotiator from 'negotiator';
import { badRequest, notAcceptable } from '../errors.ts';
import { isAsyncIterable } from './yoga.ts';

// The types of answers, each with its parameters: a client may name some of these. Of types that a client likes equally it
// gets the first.
const whole = ['application/json;charset=utf-8', 'application/graphql-response+json;charset=utf-8'];
const inParts = ['multipart/mixed;boundary="-";deferSpec=20220824', 'text/event-stream;charset=utf-8'];
const page = 'text/html;charset=utf-8';

/**
 * Chooses the type of the answer from the header `Accept` as RFC 9110 says, and leaves to Yoga, which knows neither
 * preferences nor their order, that type alone: one for an answer as a whole, one for an answer in parts. Where the client takes
 * none, the request is refused with 406.
 */
export function useAccept(): Plugin {
  return {
    onRequestParse: ({ request }) => {
      const chosen = [preferred(request, whole), preferred(request, inParts)].flatMap((type) => type ?? []);
      // The refusal itself has to have a type.
      request.headers.set('accept', chosen.map(nameOf).join() || nameOf(whole[0] ?? ''));
      if (chosen.length === 0) throw notAcceptable([...whole, ...inParts].map(nameOf));
    },
  };
}

/** Tells a client that asks for `@defer` or `@stream` but takes no parts so: Yoga's own refusal is an empty answer. */
export function useAcceptParts(): Plugin {
  return {
    onExecute: ({ args: { contextValue } }) => ({
      onExecuteDone: ({ result, setResult }) => {
        const accept = contextValue.request.headers.get('accept') ?? '';
        if (!isAsyncIterable(result) || inParts.some((type) => accept.includes(nameOf(type)))) return;
        void result.return?.();
        const rule = '@defer and @stream need "Accept: multipart/mixed" or "Accept: text/event-stream".';
        setResult({ errors: [badRequest(rule)] });
      },
    }),
  };
}

/** GraphiQL for those alone who would rather have a page than an answer: Yoga gives it to everyone who takes a page at all. */
export function graphiqlFor(options: GraphiQLOptions | false) {
  return (request: Request): GraphiQLOptions | false =>
    preferred(request, [...whole, page]) === page && options;
}

function preferred({ headers }: Request, types: string[]): string | undefined {
  const accept = headers.get('accept') || '*/*';
  return new Negotiator({ headers: { accept } }).mediaType(types);
}

function nameOf(type: string): string {
  return type.replace(/;.*/, '');
}
