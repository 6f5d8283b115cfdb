import { type Address, oneOf } from '../../address/address.ts';
import { goTo } from '../../address/use-address.ts';
import { Choice } from '../../controls/choice.tsx';
import { OfficeHoursSwitch } from '../../controls/office-hours-switch.tsx';
import { Box } from '../../parts/box.tsx';
import { partOf } from '../../parts/part.ts';
import { useView } from '../../parts/use-view.ts';
import { useFrame } from '../../session/frame.ts';
import { texts } from '../../texts.ts';
import { useQuestion } from '../question.ts';
import { historyQuery } from './query.ts';
import { Replies, sortFields } from './replies.tsx';
import { Totals } from './totals.tsx';

/** What one user replied to, and how fast. */
export function History({ address }: { address: Address }) {
  const { users } = useFrame();
  const user = address.own['user'] ?? users[0]?.id;
  if (user === undefined) return <p className="nothing">{texts.history.nobody}</p>;
  const names = Object.fromEntries([[user, user], ...users.map(({ id, name }) => [id, name])]);
  return (
    <>
      <Choice
        label={texts.history.user}
        words={Object.keys(names)}
        value={user}
        names={names}
        onChoose={(chosen) => goTo({ ...address, own: { ...address.own, user: chosen, page: '' } })}
      />
      <UserHistory address={address} user={user} />
    </>
  );
}

function UserHistory({ address, user }: { address: Address; user: string }) {
  const { timeZone: _zone, ...question } = useQuestion(address);
  const { own } = address;
  const officeHours = own['officeHours'] === 'true';
  const [result, retry] = useView(historyQuery, {
    ...question,
    user,
    officeHours,
    page: Math.max(1, Number.parseInt(own['page'] ?? '1', 10) || 1),
    sortField: oneOf(sortFields, own['orderBy'], 'NUMBER'),
    sortOrder: oneOf(['ASC', 'DESC'], own['direction'], 'DESC'),
  });
  const part = partOf(result, 'userConversationHistoryReport');
  return (
    <>
      <OfficeHoursSwitch address={address} />
      <Totals part={part} address={address} user={user} retry={retry} />
      <Box
        title={texts.figures.replies}
        part={part}
        retry={retry}
        isEmpty={({ count }) => count === 0}
        width="whole"
      >
        {(report) => <Replies address={address} report={report} />}
      </Box>
    </>
  );
}
