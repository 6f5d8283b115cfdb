import { type DocumentNode, type GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import type { Plugin, YogaServerInstance } from 'graphql-yoga';
import { AwayError } from '../../away-error.ts';
import { turnUnlessGivenUp } from '../../pace.ts';

type Rules = NonNullable<Parameters<typeof validate>[2]>;

/** Documents of fewer characters are parsed and validated in a few milliseconds. */
const charactersOfLong = 20_000;

/** To visit a document takes longer than what a rule does there: a few rules go together. */
const rulesAtOnce = 4;

interface LongDocuments {
  readonly parseWithin: (source: string) => DocumentNode;
  /** Documents that have been parsed and validated already. */
  readonly known: { readonly get: (source: string) => DocumentNode | undefined };
}

interface Prepared {
  readonly source: string;
  readonly document: DocumentNode;
  readonly errors: readonly GraphQLError[];
}

/** Parses and validates long documents in slices, in front of Yoga, which does either at one go. To stand after all that adds rules. */
export function useLongDocuments({ parseWithin, known }: LongDocuments): Plugin {
  let yoga: YogaServerInstance<object, object>;
  let rules: Rules | undefined;
  // Set for as long as Yoga works at one go.
  const current: { prepared?: Prepared | undefined } = {};

  const prepare = async (source: string, schema: GraphQLSchema): Promise<Prepared> => {
    await turnUnlessGivenUp();
    const document = parseWithin(source);
    return { source, document, errors: await validateInSlices(schema, document, rules ?? []) };
  };

  return {
    onYogaInit: (init) => {
      yoga = init.yoga as typeof yoga;
    },
    onParams: ({ paramsHandler, setParamsHandler }) => {
      setParamsHandler(async (asked) => {
        const source = asked.params.query ?? '';
        if (source.length < charactersOfLong || known.get(source)) return paramsHandler(asked);
        const enveloped = yoga.getEnveloped(asked.context);
        if (!rules) enveloped.validate(enveloped.schema, parse('{ __typename }'));
        const ready = await prepare(source, enveloped.schema).catch((error: unknown) => {
          // What cannot be parsed is refused below.
          if (error instanceof AwayError) throw error;
        });
        current.prepared = ready ?? undefined;
        try {
          // It parses and validates before it waits for anything.
          return paramsHandler(asked);
        } finally {
          current.prepared = undefined;
        }
      });
    },
    onParse: ({ params: { source }, setParsedDocument }) => {
      const { prepared } = current;
      if (prepared && prepared.source === source) setParsedDocument(prepared.document);
    },
    onValidate: ({ params: { documentAST }, validateFn, setValidationFn, setResult }) => {
      const { prepared } = current;
      if (prepared && prepared.document === documentAST) setResult([...prepared.errors]);
      setValidationFn((...asked: Parameters<typeof validate>) => {
        rules = asked[2];
        return validateFn(...asked);
      });
    },
  };
}

async function validateInSlices(
  schema: GraphQLSchema,
  document: DocumentNode,
  rules: Rules,
): Promise<GraphQLError[]> {
  const errors: GraphQLError[] = [];
  for (let first = 0; first < rules.length; first += rulesAtOnce) {
    await turnUnlessGivenUp();
    errors.push(...validate(schema, document, rules.slice(first, first + rulesAtOnce)));
  }
  return errors;
}
