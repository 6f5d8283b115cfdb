import { texts } from '../texts.ts';
import type { Failure } from './failure.ts';

/** What went wrong and what to do. */
export function Failed({ failure, retry }: { failure: Failure; retry: () => void }) {
  const { code, message, argument, requestId } = failure;
  const advice = adviceFor(code, argument);
  return (
    <div className="failed" role="alert">
      <p>{code === 'AWAY' ? texts.failures.away : message || texts.failures.unknown}</p>
      {advice && <p>{advice}</p>}
      {requestId && (
        <p>
          {texts.failures.requestId} <code>{requestId}</code>
        </p>
      )}
      <button type="button" onClick={retry}>
        {texts.failures.retry}
      </button>
    </div>
  );
}

function adviceFor(code: string, argument = ''): string | undefined {
  if (code === 'QUERY_TOO_COMPLEX') return texts.failures.tooMuch;
  if (code === 'BAD_USER_INPUT' && /^(period|previous|compareTo|viewBy)/.test(argument))
    return texts.failures.period;
  return undefined;
}
