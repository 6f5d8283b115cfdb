import { Temporal } from 'temporal-polyfill';

/** Names that the runtime still knows although they are not, or no longer, in the IANA database. */
const NOT_IANA = /^(systemv\/.*|us\/pacific-new|canada\/east-saskatchewan)$/i;

/**
 * Whether `text` is an IANA time zone name, in whatever case the runtime accepts.
 *
 * UTC offsets such as `+02:00` and date-times, which Temporal takes for zones as well, are not names.
 */
export function isTimeZone(text: string): boolean {
  if (!/^[a-z]/i.test(text) || NOT_IANA.test(text)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text);
    return true;
  } catch {
    return false;
  }
}
