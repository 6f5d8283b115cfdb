import { useContext, useState } from 'react';
import { TokenContext } from '../../session/token-context.ts';
import { texts } from '../../texts.ts';

interface CsvButtonProps {
  /** What the file is called. */
  readonly name: string;
  /** Where it is; null where the question has none. */
  readonly address: string | null;
}

/** Saves the whole of what is shown as CSV. A link cannot bring the token, so the file is fetched and handed to the browser. */
export function CsvButton({ name, address }: CsvButtonProps) {
  const token = useContext(TokenContext);
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  if (address === null) return <span>{texts.csv.comma}</span>;
  const save = async (): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    const file = await fetchFile(address, token).catch(() => texts.csv.failed);
    if (typeof file === 'string') setFault(file);
    else hand(file, name);
    setBusy(false);
  };
  return (
    <>
      <button type="button" disabled={isBusy} onClick={save}>
        {texts.csv[isBusy ? 'busy' : 'save']}
      </button>
      {fault && <span role="alert"> {fault}</span>}
    </>
  );
}

/** The file, or why there is none. */
async function fetchFile(address: string, token: string): Promise<Blob | string> {
  const answer = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
  if (answer.ok) return answer.blob();
  const { errors } = (await answer.json()) as { errors: readonly { message: string }[] };
  return errors[0]?.message ?? texts.csv.failed;
}

function hand(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser reads the file after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
