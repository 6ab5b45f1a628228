import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { cost } from '../testing/cost.ts';

const october = ['report', '--period', '2026-10', '--compare', 'none', '--tag', ''];
const athena = ['--source', 'athena', '--athena-table', 'bills.focus'];
const columns = ['billedcost', 'chargeperiodstart', 'chargecategory', 'billingcurrency', 'servicename'];
const header = ['day', 'key_1', 'charge', 'currency', 'provider', 'cost', 'blank'];
const rows = [
  ['2026-10-01', 'Amazon S3', 'usage', 'USD', 'AWS', '1.250000000000000000', '0'],
  ['2026-10-01', 'Tax', 'tax', 'USD', 'AWS', '0.100000000000000000', '0'],
];

/** How far the data go: what another statement returns. */
const delivery = [
  ['day', 'provider', 'used', 'others', 'hour'],
  ['2026-10-31', 'AWS', '1', '1', '23'],
];

const resultOf = (table: readonly (readonly string[])[]) => ({
  ResultSet: { Rows: table.map((row) => ({ Data: row.map((text) => ({ VarCharValue: text })) })) },
});

type Request = Readonly<Record<string, unknown>>;

/** The responses of an Athena with one table and one result. */
const answers: Readonly<Record<string, unknown>> = {
  GetTableMetadata: {
    TableMetadata: {
      Name: 'focus',
      Columns: columns.map((name) => ({
        Name: name,
        Type: name === 'chargeperiodstart' ? 'timestamp' : 'string',
      })),
      PartitionKeys: [{ Name: 'billing_period', Type: 'string' }],
    },
  },
  StartQueryExecution: { QueryExecutionId: 'q-1' },
  GetQueryExecution: {
    QueryExecution: {
      Status: { State: 'SUCCEEDED' },
      StatementType: 'DML',
      Statistics: { DataScannedInBytes: 1024 ** 4 / 4 },
    },
  },
  GetQueryResults: resultOf([header, ...rows]),
};

async function bodyOf(request: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString()) as Request;
}

/** This Athena, found by the SDK; its requests by operation. */
async function startAthena(): Promise<Map<string, Request>> {
  const asked = new Map<string, Request>();
  const server = createServer((request, response) => {
    const operation = String(request.headers['x-amz-target']).replace('AmazonAthena.', '');
    void bodyOf(request).then((body) => {
      asked.set(operation, body);
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      const isDelivery = String(asked.get('StartQueryExecution')?.['QueryString']).includes('AS hour');
      const answer = operation === 'GetQueryResults' && isDelivery ? resultOf(delivery) : answers[operation];
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${port}`);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  return asked;
}

test('an Athena table is reported, with what was charged for its query', async () => {
  // Prepare
  const asked = await startAthena();
  const place = ['--athena-workgroup', 'finance', '--athena-output', 's3://results/costs/'];

  // Act
  const { code, out, err } = await cost([
    ...[...october, ...athena, ...place, '--show-sql', '--max-spend', '2', '--output', 'json'],
  ]);

  // Assess
  expect(code).toBe(0);
  const report = JSON.parse(out);
  expect(report.about).toMatchObject({
    source: 'Athena table bills.focus (FOCUS 1.0)',
    paidRequests: 2,
    paidUsd: '2.5',
  });
  expect(report.totals).toMatchObject([{ currency: 'USD', cost: '1.35' }]);
  expect(err).toContain('Athena table bills.focus (FOCUS 1.0): 1 request; Athena charges what a query scans');
  expect(asked.get('GetTableMetadata')).toMatchObject({ DatabaseName: 'bills', TableName: 'focus' });
  expect(asked.get('StartQueryExecution')).toMatchObject({
    WorkGroup: 'finance',
    ResultConfiguration: { OutputLocation: 's3://results/costs/' },
  });
  const sql = String(asked.get('StartQueryExecution')?.QueryString);
  expect(sql).toContain(`FROM "bills"."focus" WHERE "billing_period" >= '2026-10'`);
  expect(err).toContain(sql);
});

test('no query follows once more was charged than may be spent', async () => {
  await startAthena();

  const { code, err } = await cost([
    ...['report', '--period', '2026-10', '--compare', 'year', '--tag', ''],
    ...[...athena, '--max-spend', '1'],
  ]);

  expect(code).toBe(1);
  expect(err).toMatch(/Athena has charged \$1\.25 so far.*--max-spend/);
});

test.each([
  [['--source', 'athena'], 'needs the table'],
  [['--source', 'athena', '--athena-table', 'focus'], '"focus" is not DATABASE.TABLE'],
  [['--source', 'athena', '--athena-table', 'a.b.c'], '"a.b.c" is not DATABASE.TABLE'],
  [[...athena, '--athena-output', 'results'], '"results" is not a location in S3'],
  [[...athena, '--source', 'samples'], "--source athena can't be combined with another source"],
  [['--athena-table', 'bills.focus'], 'are for --source athena'],
])('%j is wrong usage', async (words, message) => {
  const { code, err } = await cost([...october, ...words]);

  expect(code).toBe(2);
  expect(err).toContain(message);
});
