import { decodeBinary, type StoredItem, storedItemJson } from '@groundcrew/aws/dynamodb';
import { GroundcrewError } from '@groundcrew/errors';

/** What a load did to one shelf, or was about to do. */
export interface ShelfChange {
  readonly store: string;
  readonly item: string;
  /** The attributes before, without the key; null: there was no such shelf. */
  readonly before: StoredItem | null;
  /** The attributes that the load wrote; null: it removed the shelf. */
  readonly after: StoredItem | null;
}

/** One line of a journal. */
export function formatChange({ store, item, before, after }: ShelfChange): string {
  const shelf = `"store":${JSON.stringify(store)},"item":${JSON.stringify(item)}`;
  return `{${shelf},"before":${json(before)},"after":${json(after)}}\n`;
}

function json(attributes: StoredItem | null): string {
  return attributes === null ? 'null' : storedItemJson(attributes);
}

/** @throws GroundcrewError `inventory.undo.journal-broken` */
export function parseChange(line: string, where: string): ShelfChange {
  let found: Partial<Record<keyof ShelfChange, unknown>> | null;
  try {
    found = JSON.parse(line) as typeof found;
  } catch (cause) {
    throw broken(where, 'it is not JSON', cause);
  }
  const { store, item, before, after } = found ?? {};
  if (
    typeof store !== 'string' ||
    typeof item !== 'string' ||
    !isAttributes(before) ||
    !isAttributes(after)
  ) {
    throw broken(where, 'it needs "store", "item", "before" and "after"');
  }
  const isPlain = !line.includes('"B":') && !line.includes('"BS":');
  const restored = (attributes: StoredItem | null): StoredItem | null =>
    attributes === null || isPlain ? attributes : decodeBinary(attributes);
  return { store, item, before: restored(before), after: restored(after) };
}

function isAttributes(value: unknown): value is StoredItem | null {
  return value === null || (typeof value === 'object' && !Array.isArray(value));
}

export function broken(where: string, why: string, cause?: unknown): GroundcrewError {
  return new GroundcrewError(
    'inventory.undo.journal-broken',
    `${where} is not a record of a journal: ${why}; nothing was changed by it`,
    { cause },
  );
}
