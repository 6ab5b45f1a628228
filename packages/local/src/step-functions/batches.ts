import { dataLimitExceeded } from './errors.ts';
import { type Json, MAX_PAYLOAD_BYTES, sizeOf } from './json.ts';

/** The input of one child execution. */
export interface ChildInput {
  readonly input: Json;
  readonly itemCount: number;
}

export interface BatchLimits {
  readonly maxItems: number | undefined;
  readonly maxBytes: number | undefined;
  readonly batchInput: Json | undefined;
}

/**
 * The inputs of child executions: each item, or `{ Items, BatchInput }` of as many as fit (developer guide, "ItemBatcher
 * (Map)"). The size of a batch is that of the child's whole input.
 *
 * @throws StatesError `States.DataLimitExceeded`: an item alone, or a batch limited by number only, is too large
 */
export function makeChildInputs(
  items: readonly Json[],
  limits: BatchLimits | undefined,
  state: string,
): ChildInput[] {
  if (limits === undefined) {
    return items.map((item) => {
      if (sizeOf(item) > MAX_PAYLOAD_BYTES) throw dataLimitExceeded(state);
      return { input: item, itemCount: 1 };
    });
  }
  const { maxItems = Number.POSITIVE_INFINITY, maxBytes, batchInput } = limits;
  const limit = maxBytes ?? MAX_PAYLOAD_BYTES;
  const inputOf = (batch: readonly Json[]): Json => ({
    ...(batchInput !== undefined && { BatchInput: batchInput }),
    Items: batch,
  });
  const frameBytes = sizeOf(inputOf([]));
  const batches: ChildInput[] = [];
  let batch: Json[] = [];
  let sizeBytes = frameBytes;
  const flush = () => {
    if (batch.length > 0) batches.push({ input: inputOf(batch), itemCount: batch.length });
    batch = [];
    sizeBytes = frameBytes;
  };
  for (const item of items) {
    const itemBytes = sizeOf(item);
    if (frameBytes + itemBytes > limit) throw dataLimitExceeded(state);
    // A comma stands before every item but the first.
    const added = itemBytes + (batch.length > 0 ? 1 : 0);
    if (batch.length === maxItems || sizeBytes + added > limit) {
      if (maxBytes === undefined && batch.length < maxItems) throw dataLimitExceeded(state);
      flush();
      sizeBytes += itemBytes;
    } else sizeBytes += added;
    batch.push(item);
  }
  flush();
  return batches;
}
