import { describe, expect, test } from 'vitest';
import { mapRestAccount } from './chatwoot-answers.ts';
import { hasChatwootData, readExpected } from './chatwoot-data.ts';
import { byTypeAndId } from './records.ts';

describe.skipIf(!hasChatwootData)('what Chatwoot answers by REST', () => {
  test('becomes the expected records', () => {
    const { records, unfit, unknownClosings } = mapRestAccount();
    expect(byTypeAndId(records)).toEqual(readExpected('rest'));
    expect({ unfit, unknownClosings }).toEqual({ unfit: 1, unknownClosings: ['18', '6'] });
  });
});
