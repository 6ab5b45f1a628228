import { batchPut, type DynamoDBClient, type Item, scanPages } from '@groundcrew/aws/dynamodb';
import type { Memory } from '../deciding/index.ts';
import type { MemoryStore, StoredOverride } from './memory-store.ts';

const MEMORY = 'memory ';
const OVERRIDE = 'override ';
const REPORTED = 'reported';
/** What was not touched for so long is of a resource that is gone. */
const RETENTION_DAYS = 400;

/** Memory in one table, whose partition key is `Id`; each item is text, so that no run depends on its shape. */
export function createDynamoDbStore(
  client: DynamoDBClient,
  { tableName, now }: { readonly tableName: string; readonly now: () => number },
): MemoryStore {
  return {
    async load(signal) {
      const memories = new Map<string, Memory>();
      const overrides: StoredOverride[] = [];
      let reported = '';
      const input = { tableName, consistent: true, ...(signal && { signal }) };
      for await (const page of scanPages(client, input)) {
        for (const { Id: id, Body: body } of page) {
          if (typeof id !== 'string' || typeof body !== 'string') continue;
          if (id.startsWith(MEMORY)) memories.set(id.slice(MEMORY.length), JSON.parse(body) as Memory);
          else if (id.startsWith(OVERRIDE)) overrides.push(JSON.parse(body) as StoredOverride);
          else if (id === REPORTED) reported = body;
        }
      }
      return { memories, overrides, reported };
    },
    async save({ memories = new Map<string, Memory>(), overrides = [], reported }, signal) {
      const expiresAt = Math.floor(now() / 1000) + RETENTION_DAYS * 86_400;
      const item = (id: string, body: string, until = expiresAt): Item => ({
        Id: id,
        Body: body,
        ExpiresAt: until,
      });
      const items = [
        ...[...memories].map(([arn, memory]) => item(MEMORY + arn, JSON.stringify(memory))),
        ...overrides.map((override) =>
          item(OVERRIDE + override.id, JSON.stringify(override), Math.ceil(override.untilMs / 1000) + 86_400),
        ),
        ...(reported === undefined ? [] : [item(REPORTED, reported)]),
      ];
      if (items.length > 0) await batchPut(client, { tableName, items, ...(signal && { signal }) });
    },
  };
}
