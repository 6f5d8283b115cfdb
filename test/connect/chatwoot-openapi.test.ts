import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { hasChatwootData, readChatwootData } from './chatwoot-data.ts';
import { startChatwootStub } from './chatwoot-stub.ts';
import { stubToken } from './chatwoot-stub-state.ts';

interface Exchange {
  readonly request: string;
  readonly status: number;
  readonly body: unknown;
}

interface Response {
  readonly $ref?: string;
}

type Operations = Record<string, { readonly responses: Record<string, Response> } | undefined>;

// Where real answers are not as Chatwoot's own document has them, or it has nothing of them.
const deviations = [
  '/api/v1/accounts/{account_id} 200: /domain must be string',
  '/api/v1/accounts/{account_id} 200: /settings/auto_resolve_after must be number',
  '/api/v1/accounts/{account_id}/conversations 200: /data/payload/N/snoozed_until must be number,null',
  '/api/v1/accounts/{account_id}/conversations 200: /data/payload/N/status must be equal to one of the allowed values',
  '/api/v1/accounts/{account_id}/conversations/{conversation_id} 200: /snoozed_until must be number,null',
  '/api/v1/accounts/{account_id}/conversations/{conversation_id} 200: /status must be equal to one of the allowed values',
  '/api/v1/accounts/{account_id}/custom_attribute_definitions 200: /N/attribute_description must be string',
  '/api/v1/accounts/{account_id}/custom_attribute_definitions 200: /N/attribute_values must be string',
  '/api/v1/accounts/{account_id}/custom_attribute_definitions 200: /N/default_value must be string',
  '/api/v1/accounts/{account_id}/custom_attribute_definitions 200: /N/regex_cue must be string',
  '/api/v1/accounts/{account_id}/custom_attribute_definitions 200: /N/regex_pattern must be string',
  '/api/v1/accounts/{account_id}/labels 200: /payload/N/description must be string',
  'nothing of /api',
  'nothing of /api/v1/accounts/1/csat_survey_responses',
  'nothing of 422 at /api/v2/accounts/{account_id}/summary_reports/channel',
];

describe.skipIf(!hasChatwootData)("Chatwoot's own document of its API", () => {
  const recorded = hasChatwootData ? (readChatwootData('example-rest.json') as Exchange[]) : [];

  test('describes the recorded answers, but for what is known', () => {
    expect(recorded).toHaveLength(112);
    expect(deviationsOf(recorded)).toEqual(deviations);
  });

  test('describes what the stub answers to the same requests', async () => {
    const stub = await startChatwootStub();
    const answers = await Promise.all(
      recorded
        .filter(({ request }) => request.startsWith('GET '))
        .map(async ({ request }): Promise<Exchange> => {
          const headers = { api_access_token: stubToken };
          const response = await fetch(stub.url + request.slice(4), { headers });
          const text = await response.text();
          const isJson = response.headers.get('content-type') === 'application/json';
          return { request, status: response.status, body: isJson ? JSON.parse(text) : text };
        }),
    );
    await stub.close();
    expect(answers.filter(({ status }, index) => status !== recorded[index]?.status)).toEqual([]);
    expect(deviationsOf(answers)).toEqual(deviations);
  });
});

/** Each deviation once, with N in place of numbers. */
function deviationsOf(exchanges: readonly Exchange[]): string[] {
  const document = readChatwootData('openapi-application-4.16.2.json') as {
    paths: Record<string, Operations>;
  };
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema(document, 'document');
  const found = exchanges.flatMap(({ request, status, body }): string[] => {
    const [method = '', target = ''] = request.split(' ');
    const path = target.split('?')[0] ?? '';
    // The path of fewest parameters is meant.
    const [form] = Object.keys(document.paths)
      .filter((one) => new RegExp(`^${one.replace(/\{\w+\}/g, '[^/]+')}$`).test(path))
      .sort((one, other) => one.split('{').length - other.split('{').length);
    const response = form && document.paths[form]?.[method.toLowerCase()]?.responses[status];
    if (!form) return [`nothing of ${path}`];
    if (!response) return [`nothing of ${status} at ${form}`];
    const inline = `#/paths/${form.replaceAll('~', '~0').replaceAll('/', '~1')}/${method.toLowerCase()}/responses/${status}`;
    const schema = `document${response.$ref ?? inline}/content/application~1json/schema`;
    const validate = ajv.compile({ $ref: encodeURI(schema) });
    if (validate(body)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message }) => `${form} ${status}: ${instancePath.replace(/\d+/g, 'N')} ${message}`,
    );
  });
  return [...new Set(found)].sort();
}
