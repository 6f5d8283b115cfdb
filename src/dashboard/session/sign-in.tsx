import { type FormEvent, useState } from 'react';
import { texts } from '../texts.ts';

/** Asks for a token; `isRefused` where the last one was not taken. */
export function SignIn({ isRefused, onToken }: { isRefused: boolean; onToken: (token: string) => void }) {
  const [token, setToken] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (token.trim()) onToken(token.trim());
  };
  return (
    <main className="sign-in">
      <h1>{texts.product}</h1>
      <form onSubmit={submit}>
        {isRefused && <p role="alert">{texts.session.refused}</p>}
        <label htmlFor="token">{texts.session.token}</label>
        <input
          id="token"
          type="password"
          autoComplete="off"
          spellCheck={false}
          required
          aria-describedby="token-help"
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
        <p id="token-help">
          {texts.session.help} <code>{texts.session.command}</code>
        </p>
        <button type="submit">{texts.session.signIn}</button>
      </form>
    </main>
  );
}
