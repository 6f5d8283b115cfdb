/** What a customer writes above a message, the most frequent first. */
export const subjects = [
  'Where is my parcel?',
  'Return of an order',
  'Question about sizes',
  'Invoice for my order',
  'Damaged on arrival',
  'Wrong item received',
  'Changing my address',
  'Is this back in stock soon?',
  'Refund not received',
  'Warranty for a tent',
  'Spare part for a stove',
  'Cancel my order',
  'Voucher does not work',
  'Praise for your team',
];

/** What a customer says besides a score. */
export const comments = {
  great: ['Fast and friendly, thank you!', 'Solved within minutes', 'Perfect', 'Very helpful'],
  okay: ['Fine in the end', 'Took a little long', 'Friendly, but I had to ask twice'],
  not_good: ['Still not solved', 'I waited for days', 'Nobody read what I wrote'],
};
