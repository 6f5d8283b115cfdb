import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { tokenFor } from '../harness/app.ts';
import { runCommand, startServer } from '../harness/command.ts';
import { type DatabasePlace, freshPlace } from '../harness/database.ts';
import { importRecords } from '../harness/import.ts';

let place: DatabasePlace;
let token: string;

beforeAll(async () => {
  place = await freshPlace();
  const database = await openDatabase(place.settings);
  await createAccount(database, 'acme');
  const account = { type: 'account', id: 'acme', name: 'Acme', timeZone: 'UTC', plan: 'PRO' };
  await importRecords(database, [account, { type: 'user' }, { type: 'user' }]);
  token = await tokenFor(database, 'acme');
  await database.close();
});

afterAll(() => place.drop());

const traceId = '0af7651916cd43dd8448eb211c80319c';
const query = `query Statuses($period: PeriodInput!, $tag: ID!) {
  conversationsByStatusReport(period: $period, filter: { tags: [$tag] }) { current { total } }
}`;
const variables = {
  period: { start: '2026-01-01T00:00:00Z', end: '2026-02-01T00:00:00Z' },
  tag: 'Ms-Confidential',
};

const ask = (address: string, body: object) =>
  fetch(`${address}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      'x-request-id': 'request-1',
      traceparent: `00-${traceId}-b7ad6b7169203331-01`,
    },
    body: JSON.stringify(body),
  });

const whereStored = (): Record<string, string> => {
  const { DATABASE_URL, DATA_DIR } = place.settings;
  return { DATA_DIR, ...(DATABASE_URL && { DATABASE_URL }) };
};

const start = (environment: Record<string, string>) => startServer({ ...whereStored(), ...environment });

interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly status: { readonly code: number; readonly message?: string };
  readonly attributes: readonly {
    readonly key: string;
    readonly value: { readonly stringValue?: string; readonly intValue?: number };
  }[];
}

/** Takes traces as a collector does, and keeps their spans. */
async function startCollector() {
  const spans: Span[] = [];
  const server = createServer(async (request, response) => {
    const { resourceSpans } = (await json(request)) as {
      resourceSpans: { scopeSpans: { spans: Span[] }[] }[];
    };
    spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
    response.setHeader('content-type', 'application/json').end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, spans, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** What a span says, by name. */
function factsOf({ attributes, status: { code: _code, ...status } }: Span): object {
  const values = attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]);
  return { ...Object.fromEntries(values), status };
}

test('metrics, traces and the log tell of a request, and nothing of what it asked for', async () => {
  const collector = await startCollector();
  const server = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  expect((await ask(server.address, { query, variables })).status).toBe(200);
  expect((await ask(server.address, { query: '{ nope }' })).status).toBe(200);
  const metrics = await (await fetch(`${server.address}/metrics`)).text();
  const { log } = await server.stop();
  collector.server.close();

  expect(metrics).toMatch('deskgraph_request_duration_seconds_count{operation="other",status="200"} 1');
  expect(metrics).toMatch('deskgraph_request_duration_seconds_count{operation="",status="200"} 1');
  expect(metrics).toMatch('deskgraph_errors_total{code="GRAPHQL_VALIDATION_FAILED"} 1');
  expect(metrics).toMatch('deskgraph_request_statements_sum 3');
  expect(metrics).toMatch('deskgraph_import_records_total{type="account",outcome="imported"} 2');
  expect(metrics).toMatch('deskgraph_import_records_total{type="user",outcome="rejected"} 2');

  const line = log.split('\n').find((each) => each.includes('Statuses')) ?? '{}';
  expect(JSON.parse(line)).toMatchObject({
    requestId: 'request-1',
    operation: 'Statuses',
    account: 'acme',
    status: 200,
    milliseconds: expect.any(Number),
    trace_id: traceId,
    span_id: expect.stringMatching(/^[0-9a-f]{16}$/),
  });

  const ofRequest = collector.spans.filter((span) => span.traceId === traceId);
  const roots = ofRequest.filter(({ name }) => name !== 'sql');
  expect(roots.map(({ name }) => name)).toEqual(['query Statuses', 'POST /graphql']);
  expect(roots.map(factsOf)).toEqual([
    {
      ...{ 'http.request.method': 'POST', 'url.path': '/graphql', 'http.response.status_code': 200 },
      ...{ 'graphql.operation.type': 'query', 'graphql.operation.name': 'Statuses' },
      ...{ 'request.id': 'request-1', 'deskgraph.account': 'acme', status: {} },
    },
    {
      ...{ 'http.request.method': 'POST', 'url.path': '/graphql', 'http.response.status_code': 200 },
      ...{
        'error.type': 'GRAPHQL_VALIDATION_FAILED',
        'request.id': 'request-1',
        'deskgraph.account': 'acme',
      },
      status: { message: 'GRAPHQL_VALIDATION_FAILED' },
    },
  ]);
  expect(roots.map(({ status }) => status.code)).toEqual([0, 2]);
  const statements = ofRequest.filter(({ name }) => name === 'sql');
  expect([roots.length, statements.length]).toEqual([2, 3]);
  const ids = new Set(roots.map(({ spanId }) => spanId));
  expect(statements.every(({ parentSpanId }) => ids.has(parentSpanId))).toBe(true);

  for (const told of [metrics, log, JSON.stringify(collector.spans)]) {
    expect(told).not.toContain(token);
    expect(told).not.toContain('Confidential');
  }
});

test('a name that a client gave to its operation is cut short', async () => {
  const server = await start({});
  // So often that it is known.
  for (let times = 0; times < 10; times += 1)
    await ask(server.address, { query: `query ${'N'.repeat(1000)} { account { id } }` });
  const metrics = await (await fetch(`${server.address}/metrics`)).text();
  const { log } = await server.stop();
  expect(metrics).toContain(`operation="${'N'.repeat(64)}"`);
  expect(log).toContain(`"operation":"${'N'.repeat(64)}"`);
});

test('probes and scrapes leave no traces, nor do their statements', async () => {
  const collector = await startCollector();
  const server = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  for (const path of ['/health/live', '/health/ready', '/metrics'])
    expect((await fetch(`${server.address}${path}`)).status).toBe(200);
  expect((await fetch(`${server.address}/elsewhere`)).status).toBe(404);
  await server.stop();
  collector.server.close();
  expect(collector.spans.map(({ name }) => name)).toEqual(['GET']);
});

test.each([
  [
    { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
    'OTEL_EXPORTER_OTLP_PROTOCOL must be http/json or http/protobuf, not grpc',
  ],
  [
    { OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' },
    'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL must be http/json or http/protobuf, not grpc',
  ],
  [{ OTEL_TRACES_EXPORTER: 'zipkin' }, 'OTEL_TRACES_EXPORTER must be otlp or none, not zipkin'],
])('%o is named at the start', async (environment, reason) => {
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };
  expect(await runCommand(['serve'], { ...whereStored(), PORT: '0', ...endpoint, ...environment })).toEqual({
    code: 2,
    stdout: '',
    stderr: `deskgraph: ${reason}\n`,
  });
});

test('traces go as protobuf where that is asked for', async () => {
  const types: (string | undefined)[] = [];
  const collector = createServer((request, response) => {
    types.push(request.headers['content-type']);
    request.resume().on('end', () => response.end());
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  const server = await start({
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
  });
  await ask(server.address, { query, variables });
  await server.stop();
  collector.close();
  expect(types).toEqual(['application/x-protobuf']);
});

test('metrics on a port of their own stand nowhere else', async () => {
  const free = await startCollector();
  const port = String((free.server.address() as AddressInfo).port);
  await new Promise((resolve) => free.server.close(resolve));
  const server = await start({ NODE_ENV: 'production', METRICS_PORT: port });
  expect((await fetch(`${server.address}/metrics`)).status).toBe(404);
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect(await answer.text()).toContain('deskgraph_request_duration_seconds');
  expect((await server.stop()).code).toBe(0);
});

test.each([
  ['thrown', 'throw new Error("by accident")'],
  ['rejected', 'Promise.reject(new Error("by accident"))'],
])(
  'an error %s out of reach ends the process, but not before the log tells of it',
  async (_case, accident) => {
    const code = `process.once('SIGUSR2', () => { ${accident} })`;
    const server = await start({ NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(code)}` });
    const { code: exitCode, log } = await server.stop('SIGUSR2');
    expect(exitCode).toBe(1);
    const told = log.split('\n').find((line) => line.includes('uncaught error')) ?? '{}';
    expect(JSON.parse(told)).toMatchObject({ level: 60, error: { message: 'by accident' } });
  },
);
