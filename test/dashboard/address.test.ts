import { expect, test } from 'vitest';
import { type Address, parseAddress, printAddress } from '../../src/dashboard/address/address.ts';

const usual: Address = {
  view: 'overview',
  span: 'last-30-days',
  dates: null,
  comparison: 'previous-period',
  comparedDates: null,
  zone: null,
  filter: { mailboxes: [], tags: [], types: [], channels: [], teams: [], assignees: [] },
  own: {},
};

test('nothing said is the overview of the last 30 days, and is printed as nothing', () => {
  expect(parseAddress('')).toEqual(usual);
  expect(printAddress(usual)).toBe('?');
});

const whole: Address = {
  view: 'rows',
  span: 'own',
  dates: { from: '2024-02-29', to: '2024-03-01' },
  comparison: 'own',
  comparedDates: { from: '2023-02-28', to: '2023-02-28' },
  zone: 'Asia/Kathmandu',
  filter: {
    mailboxes: ['1', 'a,b'],
    tags: ['1'],
    types: ['CHAT'],
    channels: ['Channel::Email', 'ä & b=c'],
    teams: ['+'],
    assignees: ['9007199254740993'],
  },
  own: { activity: 'CREATED', statuses: 'OPEN,PENDING' },
};

test('what is printed is read as it was, whatever ids hold', () => {
  expect(parseAddress(printAddress(whole))).toEqual(whole);
  expect(parseAddress(printAddress({ ...whole, own: { after: '' } })).own).toEqual({});
});

test.each<[string, Partial<Address>]>([
  ['?view=nowhere', {}],
  ['?period=yesterday', {}],
  ['?period=own', {}],
  ['?period=own&from=2026-02-29&to=2026-03-01', {}],
  ['?period=own&from=2026-03-02&to=2026-03-01', {}],
  ['?period=own&from=0000-01-01&to=2026-03-01', {}],
  ['?from=2026-01-01&to=2026-01-02', {}],
  ['?period=last-7-days&from=2026-01-01&to=2026-01-02', { span: 'last-7-days' }],
  ['?compare=own&compareFrom=2026-01-01', {}],
  ['?compare=none&compareFrom=2026-01-01&compareTo=2026-01-02', { comparison: 'none' }],
  ['?zone=Mars/Olympus', {}],
  ['?zone=%2B02:00', {}],
  ['?zone=europe/berlin', { zone: 'Europe/Berlin' }],
])('%s is read without what is wrong in it', (search, said) => {
  expect(parseAddress(search)).toEqual({ ...usual, ...said });
});
