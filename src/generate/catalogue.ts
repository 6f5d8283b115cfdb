/** What the made-up helpdesk of an outdoor shop consists of besides its people and conversations. */

const halfDays = (day: number, end: string) => [
  { day, from: '08:00', to: '12:00' },
  { day, from: '13:00', to: end },
];

/** On full hours. */
export const officeHours = {
  enabled: true,
  days: [1, 2, 3, 4, 5].flatMap((day) => halfDays(day, day === 5 ? '16:00' : '18:00')),
};

export const timeZone = 'Europe/Berlin';

/** A mailbox, its share of the conversations in per cent and how many users reply there. */
export const mailboxes = [
  { id: 'support', name: 'Support', share: 30, crew: 12 },
  { id: 'orders', name: 'Orders', share: 22, crew: 9 },
  { id: 'returns', name: 'Returns', share: 15, crew: 7 },
  { id: 'shipping', name: 'Shipping', share: 12, crew: 6 },
  { id: 'billing', name: 'Billing', share: 10, crew: 5 },
  { id: 'repairs', name: 'Repairs', share: 6, crew: 4 },
  { id: 'wholesale', name: 'Wholesale', share: 4, crew: 4 },
  { id: 'press', name: 'Press & partners', share: 1, crew: 2 },
] as const;

/** The mailboxes that each serves. */
export const teams = [
  { id: 'care', name: 'Customer care', mailboxIds: ['support', 'orders'] },
  { id: 'logistics', name: 'Logistics', mailboxIds: ['returns', 'shipping', 'repairs'] },
  { id: 'office', name: 'Back office', mailboxIds: ['billing', 'wholesale', 'press'] },
] as const;

type MailboxId = (typeof mailboxes)[number]['id'];

export const folders = [
  { id: 'escalated', name: 'Escalated' },
  { id: 'spam', name: 'Spam' },
  { id: 'trash', name: 'Trash' },
  ...mailboxes.flatMap(({ id, name }) => [
    { id: `${id}-unassigned`, name: `${name}: unassigned`, mailboxId: id },
    { id: `${id}-assigned`, name: `${name}: assigned`, mailboxId: id },
    { id: `${id}-closed`, name: `${name}: closed`, mailboxId: id },
  ]),
];

export const userCount = 30;

/** The most used first. */
export const tags = numbered('t', [
  'delivery',
  'refund',
  'exchange',
  'size',
  'tracking',
  'damaged',
  'voucher',
  'invoice',
  'tent',
  'late parcel',
  'boots',
  'cancel order',
  'warranty',
  'jacket',
  'payment failed',
  'address change',
  'out of stock',
  'spare part',
  'backpack',
  'newsletter',
  'vip',
  'stove',
  'complaint',
  'sleeping bag',
  'privacy',
  'gift card',
  'customs',
  'app',
  'b2b',
  'praise',
  'legal',
  'recall 2024',
]);

type Scoped = { id: string; name: string; mailboxId?: MailboxId };

/** The most used first. */
export const savedReplies: readonly Scoped[] = [
  { id: 'r1', name: 'Thanks, we are on it' },
  { id: 'r2', name: 'Your parcel is on its way', mailboxId: 'shipping' },
  { id: 'r3', name: 'Return label attached', mailboxId: 'returns' },
  { id: 'r4', name: 'Refund has been issued', mailboxId: 'returns' },
  { id: 'r5', name: 'Please send us your order number' },
  { id: 'r6', name: 'Order confirmed', mailboxId: 'orders' },
  { id: 'r7', name: 'Size guide', mailboxId: 'support' },
  { id: 'r8', name: 'Copy of your invoice', mailboxId: 'billing' },
  { id: 'r9', name: 'Glad we could help' },
  { id: 'r10', name: 'Please send us a photograph', mailboxId: 'repairs' },
  { id: 'r11', name: 'Back in stock soon', mailboxId: 'orders' },
  { id: 'r12', name: 'Price list for dealers', mailboxId: 'wholesale' },
  { id: 'r13', name: 'Payment reminder', mailboxId: 'billing' },
  { id: 'r14', name: 'Opening hours' },
];

/** The most active first. */
export const workflows: readonly Scoped[] = [
  { id: 'w1', name: 'Acknowledge receipt' },
  { id: 'w2', name: 'Tag by subject' },
  { id: 'w3', name: 'Close after seven quiet days' },
  { id: 'w4', name: 'Ask carrier for status', mailboxId: 'shipping' },
  { id: 'w5', name: 'Create return label', mailboxId: 'returns' },
  { id: 'w6', name: 'Escalate large orders', mailboxId: 'orders' },
  { id: 'w7', name: 'Alert on negative rating' },
  { id: 'w8', name: 'Route dealers to their contact', mailboxId: 'wholesale' },
];

type Field<Type extends string> = { id: string; name: string; mailboxId: MailboxId; fieldType: Type };

export type CustomField =
  | (Field<'dropdown'> & { options: { id: string; name: string }[] })
  | Field<'text' | 'number' | 'date'>;

export const customFields: readonly CustomField[] = [
  dropdown('1001', 'Product line', 'support', [
    'Tents',
    'Clothing',
    'Footwear',
    'Backpacks',
    'Cooking',
    'Maps',
  ]),
  dropdown('1002', 'Priority', 'support', ['Normal', 'High', 'Low', 'Urgent']),
  { id: '1003', name: 'Order number', mailboxId: 'orders', fieldType: 'text' },
  { id: '1004', name: 'Order value', mailboxId: 'orders', fieldType: 'number' },
  dropdown('1005', 'Reason', 'returns', ['Too small', 'Too large', 'Damaged', 'Changed mind', 'Wrong item']),
  { id: '1006', name: 'Bought on', mailboxId: 'returns', fieldType: 'date' },
  dropdown('1007', 'Country', 'shipping', [
    'Germany',
    'Austria',
    'Switzerland',
    'Denmark',
    'Poland',
    'Italy',
  ]),
  dropdown('1008', 'Paid by', 'billing', ['Invoice', 'Card', 'PayPal', 'Transfer', 'Gift card']),
  { id: '1009', name: 'Serial number', mailboxId: 'repairs', fieldType: 'text' },
  { id: '1010', name: 'Turnover last year', mailboxId: 'wholesale', fieldType: 'number' },
];

function dropdown(id: string, name: string, mailboxId: MailboxId, options: string[]): CustomField {
  return { id, name, mailboxId, fieldType: 'dropdown', options: numbered('o', options) };
}

function numbered(prefix: string, names: string[]): { id: string; name: string }[] {
  return names.map((name, index) => ({ id: `${prefix}${index + 1}`, name }));
}
