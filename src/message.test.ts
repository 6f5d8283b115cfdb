import { expect, test } from 'vitest';
import { Prisma } from './database/generated/client.ts';
import { messageOf } from './message.ts';

const invocation = '\nInvalid `prisma.token.create()` invocation:\n\n\n';
const aggregate = new AggregateError([new Error('connect ECONNREFUSED ::1:5432'), new Error('second')]);

test.each<[string, unknown, string]>([
  ['one line', new Error('no such file'), 'no such file'],
  [
    'several lines',
    new Error("unknown command 'serv'\n(Did you mean serve?)\n"),
    "unknown command 'serv' (Did you mean serve?)",
  ],
  ['a first line that is empty', new Error('\n\n  late\n'), 'late'],
  [
    "Prisma's",
    new Prisma.PrismaClientKnownRequestError(`${invocation}The table \`public.tokens\` does not exist.`, {
      code: 'P2021',
      clientVersion: '7',
    }),
    'The table `public.tokens` does not exist.',
  ],
  ['several addresses', aggregate, 'connect ECONNREFUSED ::1:5432'],
  ['nothing but a code', Object.assign(new Error(''), { code: 'EPIPE' }), 'EPIPE'],
  ['nothing at all', new TypeError(''), 'TypeError'],
  ['a text', 'gone', 'gone'],
  ['an empty text', '', 'unknown error'],
  ['undefined', undefined, 'undefined'],
])('%s', (_, error, message) => {
  expect(messageOf(error)).toBe(message);
});
