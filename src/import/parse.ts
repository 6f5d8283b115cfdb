import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import { parseJson, RepeatedKeyError } from './json.ts';
import { type ImportRecord, id, type RecordType, recordSchema, recordTypes } from './record.ts';

/** Of the faults of one record; a long one may have thousands. */
const reasonsGiven = 3;

const claim = z.object({
  type: z.enum(recordTypes).optional().catch(undefined),
  id: id.optional().catch(undefined),
});

/** Why a line is no record, in one line, and what it claims to be as far as that can be told. */
export interface Fault {
  readonly type?: RecordType;
  readonly id?: string;
  readonly reason: string;
}

export function isFault(content: object): content is Fault {
  return 'reason' in content;
}

/** Reads one line of the import format. Whether what it refers to is known is for the database to say. */
export function parseRecord(bytes: Buffer): ImportRecord | Fault {
  if (!isUtf8(bytes)) return { reason: 'not UTF-8' };
  let value: unknown;
  try {
    value = parseJson(bytes);
  } catch (error) {
    if (error instanceof RepeatedKeyError) return { ...claimOf(error.value), reason: error.message };
    return { reason: `not JSON: ${error instanceof Error ? error.message : error}` };
  }
  return parseValue(value);
}

/** The same of a record that is no text. */
export function parseValue(value: unknown): ImportRecord | Fault {
  return parseAs(recordSchema, value);
}

/** The same of a value that has another form. */
export function parseAs<Value extends object>(schema: z.ZodType<Value>, value: unknown): Value | Fault {
  const result = schema.safeParse(value, { error: wordingOf });
  return result.success ? result.data : { ...claimOf(value), reason: reasonOf(result.error) };
}

function claimOf(value: unknown): Omit<Fault, 'reason'> {
  const { data: { type, id: claimedId } = {} } = claim.safeParse(value);
  return { ...(type !== undefined && { type }), ...(claimedId !== undefined && { id: claimedId }) };
}

function reasonOf({ issues }: z.ZodError): string {
  const reasons = issues.slice(0, reasonsGiven).map(({ path, message }) => {
    const steps = path.map((step, index) =>
      typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${String(step)}`,
    );
    return steps.length > 0 ? `${steps.join('')}: ${message}` : message;
  });
  const more = issues.length - reasons.length;
  return [...reasons, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

function wordingOf(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'unrecognized_keys') return `unknown field "${issue.keys.join('", "')}"`;
  if (issue.code === 'invalid_union' && issue.discriminator)
    return `must be one of ${recordTypes.join(', ')}`;
  return issue.input === undefined ? 'is missing' : undefined;
}
