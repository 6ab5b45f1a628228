import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  GetTableMetadataCommand,
  type QueryExecution,
  type QueryExecutionStatus,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { collectPages } from '@groundcrew/aws-core';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createAthena } from './athena.ts';
import { createAthenaClient } from './client.ts';

const api = mockClient(AthenaClient);
afterAll(() => api.restore());
const waits: number[] = [];
const athena = createAthena({
  client: createAthenaClient({ region: 'eu-west-1' }),
  random: () => 1,
  sleep: async (ms, signal) => {
    waits.push(ms);
    signal?.throwIfAborted();
  },
  newToken: () => 'token',
});
const query = { sql: 'SELECT 1', database: 'bills' };

function refusal(name: string, message = 'no'): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400 } });
}

function ends(status: QueryExecutionStatus, more: Partial<QueryExecution> = {}) {
  api.on(GetQueryExecutionCommand).resolves({ QueryExecution: { Status: status, ...more } });
}

function row(...values: (string | undefined)[]) {
  return { Data: values.map((value) => (value === undefined ? {} : { VarCharValue: value })) };
}

beforeEach(() => {
  api.reset();
  waits.length = 0;
  api.on(StartQueryExecutionCommand).resolves({ QueryExecutionId: 'q-1' });
  api.on(StopQueryExecutionCommand).resolves({});
});

test('a query is polled with growing delays, and its pages are read without the header', async () => {
  // Prepare
  api
    .on(GetQueryExecutionCommand)
    .resolvesOnce({ QueryExecution: { Status: { State: 'QUEUED' } } })
    .resolvesOnce({ QueryExecution: { Status: { State: 'RUNNING' } } })
    .resolves({
      QueryExecution: {
        Status: { State: 'SUCCEEDED' },
        StatementType: 'DML',
        Statistics: { DataScannedInBytes: 25 * 1024 ** 2 + 1 },
      },
    });
  api
    .on(GetQueryResultsCommand)
    .resolves({ ResultSet: { Rows: [row('day', 'key_1'), row('day', undefined)] }, NextToken: '2' })
    .on(GetQueryResultsCommand, { NextToken: '2' })
    .resolves({ ResultSet: { Rows: [row('day', 'key_1'), row('', 'b')] } });

  // Act
  const run = await athena.runQuery({
    ...query,
    workgroup: 'finance',
    outputLocation: 's3://results/',
    reuseMinutes: 60,
  });
  const rows = await collectPages(run.rows());

  // Assess
  expect(rows).toEqual([
    ['day', null],
    ['day', 'key_1'],
    ['', 'b'],
  ]);
  expect(run).toMatchObject({ id: 'q-1', billedBytes: 26 * 1024 ** 2 });
  expect(waits).toEqual([400, 800, 1600]);
  expect(api.commandCalls(StartQueryExecutionCommand)[0]?.args[0].input).toEqual({
    QueryString: 'SELECT 1',
    ClientRequestToken: 'token',
    QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: 'bills' },
    WorkGroup: 'finance',
    ResultConfiguration: { OutputLocation: 's3://results/' },
    ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: true, MaxAgeInMinutes: 60 } },
  });
  expect(api.commandCalls(StopQueryExecutionCommand)).toHaveLength(0);
});

test('the result of SHOW has no header, and loses no row', async () => {
  ends({ State: 'SUCCEEDED' }, { StatementType: 'UTILITY' });
  api.on(GetQueryResultsCommand).resolves({ ResultSet: { Rows: [row('bills')] } });

  const run = await athena.runQuery(query);

  expect(await collectPages(run.rows())).toEqual([['bills']]);
});

test('a reused result is not charged', async () => {
  ends(
    { State: 'SUCCEEDED' },
    { Statistics: { DataScannedInBytes: 0, ResultReuseInformation: { ReusedPreviousResult: true } } },
  );

  expect((await athena.runQuery(query)).billedBytes).toBe(0);
});

test.each([
  [{ ErrorCategory: 2 }, 'user', 'COLUMN_NOT_FOUND: line 1:8'],
  [{ ErrorCategory: 1, Retryable: true }, 'service', 'COLUMN_NOT_FOUND: line 1:8; try again'],
])('a failed query has its reason and its fault', async (athenaError, fault, text) => {
  ends({ State: 'FAILED', StateChangeReason: 'COLUMN_NOT_FOUND: line 1:8', AthenaError: athenaError });

  await expect(athena.runQuery(query)).rejects.toMatchObject({
    code: 'aws-athena.query-failed',
    message: `the Athena query q-1 failed: ${text}`,
    fault,
  });
  expect(api.commandCalls(StopQueryExecutionCommand)).toHaveLength(0);
});

test("a query that the workgroup's limit stopped has advice", async () => {
  ends({ State: 'CANCELLED', StateChangeReason: 'Bytes scanned limit was exceeded' });

  await expect(athena.runQuery(query)).rejects.toMatchObject({
    code: 'aws-athena.query-canceled',
    message: expect.stringMatching(/Bytes scanned limit was exceeded.*fewer days or raise it/) as string,
  });
});

test('an interruption stops the query, which is charged as long as it runs, and rejects with its own reason', async () => {
  const interruption = new AbortController();
  const reason = new Error('Ctrl-C');
  api.on(GetQueryExecutionCommand).callsFake(async () => {
    interruption.abort(reason);
    return { QueryExecution: { Status: { State: 'RUNNING' } } };
  });
  api.on(StopQueryExecutionCommand).rejects(refusal('InvalidRequestException', 'too late'));

  await expect(athena.runQuery(query, { signal: interruption.signal })).rejects.toBe(reason);

  expect(api.commandCalls(StopQueryExecutionCommand).map(({ args }) => args[0].input)).toEqual([
    { QueryExecutionId: 'q-1' },
  ]);
});

test('a query that was interrupted before its start is not started', async () => {
  const reason = new Error('Ctrl-C');

  await expect(athena.runQuery(query, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);

  expect(api.calls()).toHaveLength(0);
});

test('a query whose state can no longer be read is stopped', async () => {
  api.on(GetQueryExecutionCommand).rejects(refusal('AccessDeniedException'));

  await expect(athena.runQuery(query)).rejects.toMatchObject({ code: 'aws-athena.read-failed' });

  expect(api.commandCalls(StopQueryExecutionCommand)).toHaveLength(1);
});

test('a result that may not be read is reported with its query', async () => {
  ends({ State: 'SUCCEEDED' });
  api.on(GetQueryResultsCommand).rejects(refusal('AccessDeniedException'));
  const run = await athena.runQuery(query);

  await expect(collectPages(run.rows())).rejects.toMatchObject({
    code: 'aws-athena.read-failed',
    message: expect.stringContaining('q-1') as string,
    details: { reason: 'access-denied' },
  });
});

test('an interruption while pages are read rejects with its own reason', async () => {
  ends({ State: 'SUCCEEDED' });
  api.on(GetQueryResultsCommand).rejects(refusal('AbortError'));
  const run = await athena.runQuery(query);
  const reason = new Error('Ctrl-C');

  await expect(collectPages(run.rows({ signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
});

test.each([
  [
    'No output location provided',
    'aws-athena.output-location',
    /s3:\/\/BUCKET\/FOLDER\/.*workgroup "primary"/,
  ],
  ['line 1:1: mismatched input', 'aws-athena.start-failed', /mismatched input/],
])('a query that is refused with "%s" is %s', async (reason, code, message) => {
  api.on(StartQueryExecutionCommand).rejects(refusal('InvalidRequestException', reason));

  await expect(athena.runQuery(query)).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message) as string,
  });
});

test('a table is described by its columns and its partitions', async () => {
  api.on(GetTableMetadataCommand).resolves({
    TableMetadata: {
      Name: 'focus',
      Columns: [{ Name: 'billedcost', Type: 'double' }],
      PartitionKeys: [{ Name: 'billing_period', Type: 'string' }],
    },
  });

  expect(await athena.describeTable({ database: 'bills', table: 'focus', workgroup: 'finance' })).toEqual({
    columns: [{ name: 'billedcost', type: 'double' }],
    partitionKeys: [{ name: 'billing_period', type: 'string' }],
  });
  expect(api.commandCalls(GetTableMetadataCommand)[0]?.args[0].input).toEqual({
    CatalogName: 'AwsDataCatalog',
    DatabaseName: 'bills',
    TableName: 'focus',
    WorkGroup: 'finance',
  });
});

test.each([
  [
    'MetadataException',
    'An error occurred: EntityNotFoundException: Table focus',
    'aws-athena.table-not-found',
  ],
  ['AccessDeniedException', 'no', 'aws-athena.describe-failed'],
])('a table that is refused with %s is reported by its name', async (name, reason, code) => {
  api.on(GetTableMetadataCommand).rejects(refusal(name, reason));

  await expect(athena.describeTable({ database: 'bills', table: 'focus' })).rejects.toMatchObject({
    code,
    message: expect.stringContaining('"bills.focus"') as string,
  });
});
