import type { Address } from '../address/address.ts';
import { goTo } from '../address/use-address.ts';
import { useFrame } from '../session/frame.ts';
import { texts } from '../texts.ts';

/** Measures times within office hours alone; nothing where the account has none. */
export function OfficeHoursSwitch({ address }: { address: Address }) {
  const { account } = useFrame();
  if (!account.officeHoursEnabled) return null;
  const isOn = address.own['officeHours'] === 'true';
  const turn = (): void => goTo({ ...address, own: { ...address.own, officeHours: isOn ? '' : 'true' } });
  return (
    <label className="switch">
      <input type="checkbox" checked={isOn} onChange={turn} /> {texts.officeHours}
    </label>
  );
}
