import { useMemo } from 'react';
import { useAddress } from './address/use-address.ts';
import { Bar } from './controls/bar.tsx';
import { formatsOf } from './format/formats.ts';
import { FormatsContext } from './format/use-formats.ts';
import { Navigation } from './navigation.tsx';
import { Shape } from './parts/box.tsx';
import { Failed } from './parts/failed.tsx';
import { failureOf, hasCode, unexplained } from './parts/failure.ts';
import { useView } from './parts/use-view.ts';
import { type Frame, FrameContext, frameQuery } from './session/frame.ts';
import { recentPeriod } from './session/recently.ts';
import { texts } from './texts.ts';
import { ViewOf } from './views/view.tsx';

/** The page of whoever is signed in: what it frames is asked for once, then each view by itself. */
export function Page({ onSignOut }: { onSignOut: () => void }) {
  const recently = useMemo(recentPeriod, []);
  const [{ data, error, fetching }, retry] = useView(frameQuery, { recently });
  return (
    <>
      <a className="skip" href="#report">
        {texts.skip}
      </a>
      <header>
        <strong>{texts.product}</strong>
        <span>{data?.account?.name}</span>
        <button type="button" onClick={onSignOut}>
          {texts.session.signOut}
        </button>
      </header>
      {!fetching && data?.account ? (
        <Signed frame={data} />
      ) : (
        <main>
          {error && hasCode(error, 'FORBIDDEN') ? (
            <p role="alert">{texts.session.noPermission}</p>
          ) : fetching ? (
            <Shape />
          ) : (
            <Failed failure={failureOf(error) ?? unexplained} retry={retry} />
          )}
        </main>
      )}
    </>
  );
}

function Signed({ frame }: { frame: Frame }) {
  const address = useAddress();
  const zone = address.zone ?? frame.account.timeZone;
  const formats = useMemo(() => formatsOf(navigator.language, zone), [zone]);
  if (frame.account.plan === 'STANDARD')
    return (
      <main>
        <p role="alert">{texts.session.noPlan}</p>
      </main>
    );
  return (
    <FrameContext value={frame}>
      <FormatsContext value={formats}>
        <Navigation address={address} />
        <Bar address={address} />
        <ViewOf address={address} />
      </FormatsContext>
    </FrameContext>
  );
}
