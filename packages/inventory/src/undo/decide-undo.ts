import type { StoredChange, StoredItem } from '@groundcrew/aws/dynamodb';
import { isSameValue } from './same-value.ts';

/** All that a load did to one shelf. */
export interface LoadedShelf {
  readonly store: string;
  readonly item: string;
  /** What was there before the load; null: nothing. */
  readonly before: StoredItem | null;
  /** What the load wrote, one after the other; null: it removed the shelf. */
  readonly after: readonly (StoredItem | null)[];
}

/** What becomes of a shelf. */
export type UndoDecision =
  /** It is as it was before the load. */
  | { readonly kind: 'as-before' }
  | { readonly kind: 'changed-since'; readonly why: string }
  | { readonly kind: 'put-back'; readonly write: Pick<StoredChange, 'expected' | 'change'> };

/**
 * Decides what an undo does to a shelf, given what is there now. Only what the load wrote is put back, attribute by attribute: those
 * that neither it nor the shelf before had are somebody else's, and left.
 *
 * @param key of the item
 */
export function decideUndo(
  { before, after }: LoadedShelf,
  current: StoredItem | null,
  key: StoredItem,
): UndoDecision {
  if (after.every((each) => has(before, each, current))) return { kind: 'as-before' };
  const wrote = after.find((each) => has(each, before, current));
  if (wrote !== undefined) return putBack(before, wrote, current, key);
  return { kind: 'changed-since', why: current === null ? 'it was removed since' : 'it was changed since' };
}

/** Whether `current` has what `wanted` has, and nothing that only `other` has. */
function has(wanted: StoredItem | null, other: StoredItem | null, current: StoredItem | null): boolean {
  if (wanted === null || current === null) return wanted === current;
  return (
    Object.entries(wanted).every(([name, value]) => isSameValue(current[name], value)) &&
    Object.keys(other ?? {}).every((name) => name in wanted || !(name in current))
  );
}

function putBack(
  before: StoredItem | null,
  wrote: StoredItem | null,
  current: StoredItem | null,
  key: StoredItem,
): UndoDecision {
  if (before === null) {
    const added = Object.keys(current ?? {}).filter((name) => !(name in (wrote ?? {})));
    if (added.length > 0) {
      return { kind: 'changed-since', why: `the load made it, and ${added.join(', ')} was added since` };
    }
    return {
      kind: 'put-back',
      write: { expected: expectationOf(wrote ?? {}, []), change: { kind: 'delete' } },
    };
  }
  if (wrote === null) {
    return {
      kind: 'put-back',
      write: { expected: undefined, change: { kind: 'put', item: { ...before, ...key } } },
    };
  }
  const set = Object.fromEntries(
    Object.entries(before).filter(([name, value]) => !isSameValue(wrote[name], value)),
  );
  const remove = Object.keys(wrote).filter((name) => !(name in before));
  // Of several records one that wrote what was there before; DynamoDB refuses an update without a clause.
  if (remove.length === 0 && Object.keys(set).length === 0) return { kind: 'as-before' };
  const absent = Object.keys(before).filter((name) => !(name in wrote));
  return {
    kind: 'put-back',
    write: { expected: expectationOf(wrote, absent), change: { kind: 'update', set, remove } },
  };
}

function expectationOf(values: StoredItem, absent: readonly string[]): NonNullable<StoredChange['expected']> {
  return { values, absent };
}
