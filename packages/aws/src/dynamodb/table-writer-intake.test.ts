import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, test, vi } from 'vitest';
import { createTableWriter, type TableWriter, type TableWriterOptions } from './table-writer.ts';
import {
  createFakeTable,
  keyOf,
  partitionOf,
  type RequestOutcome,
  serialize,
  type TestRow,
} from './testing/fake-table.ts';

const ok: RequestOutcome = { kind: 'ok' };

function rowsOf(partition: string, count: number): TestRow[] {
  return Array.from({ length: count }, (_, i) => ({ partition, sort: String(i), version: 0 }));
}

function writerOver(
  client: DynamoDBClient,
  options: Partial<TableWriterOptions<TestRow>>,
): TableWriter<TestRow> {
  return createTableWriter<TestRow>({ client, tableName: 'T', keyOf, partitionOf, serialize, ...options });
}

test('rows that could not be sent soon are not accepted', async () => {
  const table = createFakeTable({ outcomeOf: () => ok, pause: () => new Promise(() => {}) });
  let taken = 0;
  const writer = writerOver(table.client, {
    keyOf(each) {
      taken++;
      return keyOf(each);
    },
  });

  void writer.write(rowsOf('a', 10_000));
  await vi.waitUntil(() => table.requests.length > 0, { timeout: 30_000 });

  expect(taken).toBe(5_000);
});

test('rows of a partition that is backing off do not block the rows behind them', async () => {
  const all = Array.from({ length: 25 }, (_, place) => place);
  const table = createFakeTable({
    outcomeOf: (request) => (request < 8 ? { kind: 'unprocessed', places: all } : ok),
  });
  const writer = writerOver(table.client, { sleep: () => new Promise(() => {}) });

  void writer.write([...rowsOf('hot', 6_000), ...rowsOf('cool', 100)]);
  await vi.waitUntil(() => table.items.size >= 100, { timeout: 30_000 });

  expect([...table.items.keys()].filter((key) => key.includes('cool'))).toHaveLength(100);
  expect(table.items.size).toBe(100);
});
