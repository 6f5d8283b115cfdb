import { useEffect, useMemo, useState } from 'react';
import { Provider } from 'urql';
import { Page } from './page.tsx';
import { createClient } from './session/client.ts';
import { SignIn } from './session/sign-in.tsx';
import { canBeSent, forgetToken, keepToken, takeToken } from './session/token.ts';
import { TokenContext } from './session/token-context.ts';

/** The page for whoever has a token, and else the place to bring one. */
export function App() {
  const [token, setToken] = useState(takeToken);
  const [isRefused, setRefused] = useState(false);
  // A link with a token that is opened where the page is already there changes the fragment alone.
  useEffect(() => {
    const take = (): void => setToken(takeToken());
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, []);
  const end = (refused: boolean): void => {
    forgetToken();
    setRefused(refused);
    setToken(null);
  };
  const begin = (brought: string): void => {
    keepToken(brought);
    setRefused(false);
    setToken(brought);
  };
  if (token === null || !canBeSent(token))
    return <SignIn isRefused={isRefused || token !== null} onToken={begin} />;
  return <Session key={token} token={token} onEnd={end} />;
}

function Session({ token, onEnd }: { token: string; onEnd: (refused: boolean) => void }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a client for a token, however often the page is drawn.
  const client = useMemo(() => createClient(token, () => onEnd(true)), [token]);
  return (
    <Provider value={client}>
      <TokenContext value={token}>
        <Page onSignOut={() => onEnd(false)} />
      </TokenContext>
    </Provider>
  );
}
