import type { z } from 'zod';

/** Parses what the source answered. The error names the first place that is not as expected, and no value. */
export function shaped<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Error(
    `not the expected shape: ${issue?.path.join('.') || 'the answer'}: ${expectationOf(issue)}`,
  );
}

function expectationOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'invalid_value') return `expected one of ${issue.values.join(', ')}`;
  if (issue?.code === 'custom') return issue.message;
  return issue?.code === 'invalid_type' ? `expected ${issue.expected}` : (issue?.code ?? 'not as expected');
}
