/** How many items a request may have. */
export interface RequestSize {
  current(): number;
  /** A request of that many items was carried out. */
  accepted(items: number): void;
  /** A request was refused for lack of capacity. */
  throttled(): void;
}

/**
 * A transaction is refused as a whole where the table has no capacity for one of its items, so that one of a hundred may never
 * fit into a small table: the size halves with each refusal, and grows by a quarter with each success.
 */
export function createRequestSize(max: number): RequestSize {
  let size = max;
  return {
    current: () => size,
    accepted(items) {
      if (items >= size) size = Math.min(max, size + Math.max(1, size >> 2));
    },
    throttled() {
      size = Math.max(1, size >> 1);
    },
  };
}

/** Of a batch each item is taken or left by itself. */
export function fixedRequestSize(size: number): RequestSize {
  return { current: () => size, accepted() {}, throttled() {} };
}
