import { useFrame } from '../session/frame.ts';
import { texts } from '../texts.ts';
import { Choice } from './choice.tsx';

const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const all = Intl.supportedValuesOf('timeZone');

/** The time zone of the reports: the account's, unless another one is chosen. */
export function ZoneChoice({
  zone,
  onChoose,
}: {
  zone: string | null;
  onChoose: (zone: string | null) => void;
}) {
  const { account } = useFrame();
  const zones = [...new Set([account.timeZone, ownZone, 'UTC', ...(zone ? [zone] : []), ...all])];
  const names = Object.fromEntries(zones.map((each) => [each, each.replaceAll('_', ' ')]));
  names[account.timeZone] = `${account.timeZone} (${texts.bar.accountZone})`;
  return (
    <Choice
      label={texts.bar.zone}
      words={zones}
      value={zone ?? account.timeZone}
      names={names}
      onChoose={(chosen) => onChoose(chosen === account.timeZone ? null : chosen)}
    />
  );
}
