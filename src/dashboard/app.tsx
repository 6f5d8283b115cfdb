import { useMemo, useState } from 'react';
import { Provider } from 'urql';
import { Page } from './page.tsx';
import { createClient } from './session/client.ts';
import { SignIn } from './session/sign-in.tsx';
import { forgetToken, keepToken, takeToken } from './session/token.ts';
import { TokenContext } from './session/token-context.ts';

/** The page for whoever has a token, and else the place to bring one. */
export function App() {
  const [token, setToken] = useState(takeToken);
  const [isRefused, setRefused] = useState(false);
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
  if (token === null) return <SignIn isRefused={isRefused} onToken={begin} />;
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
