import { Temporal } from 'temporal-polyfill';

/** Names that the runtime still knows although they are not, or no longer, in the IANA database. */
const NOT_IANA = /^(systemv\/.*|us\/pacific-new|canada\/east-saskatchewan)$/i;

/**
 * The name of the IANA time zone that `text` names, in whatever case, or undefined. The case alone changes: a zone's other
 * names stay what they are.
 *
 * UTC offsets such as `+02:00` and date-times, which Temporal takes for zones as well, are not names.
 */
export function timeZoneOf(text: string): string | undefined {
  if (!/^[a-z]/i.test(text) || NOT_IANA.test(text)) return undefined;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text).timeZoneId;
  } catch {
    return undefined;
  }
}
