import { useContext, useState } from 'react';
import { TokenContext } from '../../session/token-context.ts';
import { texts } from '../../texts.ts';

type State = 'idle' | 'busy' | 'failed';

/** Saves the whole list as CSV. A link cannot bring the token, so the file is fetched and handed to the browser. */
export function CsvButton({ address }: { address: string }) {
  const token = useContext(TokenContext);
  const [state, setState] = useState<State>('idle');
  const save = async (): Promise<void> => {
    setState('busy');
    try {
      const answer = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
      if (!answer.ok) throw new Error(answer.statusText);
      hand(await answer.blob(), 'conversations.csv');
      setState('idle');
    } catch {
      setState('failed');
    }
  };
  return (
    <>
      <button type="button" disabled={state === 'busy'} onClick={save}>
        {texts.csv[state === 'busy' ? 'busy' : 'save']}
      </button>
      {state === 'failed' && <span role="alert"> {texts.csv.failed}</span>}
    </>
  );
}

function hand(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
