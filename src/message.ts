/**
 * What an error says, in one line that is never empty. Prisma's messages begin with the call and end with the reason; an
 * error of several addresses says nothing itself.
 */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message.trim() === '' && error.errors.length > 0)
    return messageOf(error.errors[0]);
  const text = error instanceof Error ? error.message : String(error);
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const isPrismas = error instanceof Error && error.name.startsWith('PrismaClient');
  const message = isPrismas ? lines.at(-1) : lines.join(' ');
  return message || codeOf(error);
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
