/** What became of the items of one request, by their indexes. Those that are named nowhere are stored. */
export interface SendOutcome {
  /** Not written for lack of capacity: to be sent again, later. */
  readonly throttled: readonly number[];
  /** Not written because another request is writing the item: to be sent again, later. */
  readonly conflicting: readonly number[];
  /** Not written because their condition does not hold. */
  readonly declined: readonly number[];
  /** Not written because of the others: to be sent again without those. */
  readonly canceled: readonly number[];
}

/** Sends the items of one request, at the places in `removed` keys of items to delete. */
export type SendItems = (items: readonly string[], removed?: ReadonlySet<number>) => Promise<SendOutcome>;

const none: readonly number[] = [];

/** Everything is stored. */
export const allStored: SendOutcome = { throttled: none, conflicting: none, declined: none, canceled: none };
