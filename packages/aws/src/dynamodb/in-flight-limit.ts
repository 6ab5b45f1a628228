/** How many requests may be in flight, and the round token that each of them carries. */
export interface InFlightLimit {
  /** Maximum number of concurrent requests, at least 1. */
  current(): number;
  /** To be stored with a request and passed back with its outcome. */
  round(): number;
  accepted(): void;
  /** Reports that a request of that round was refused or failed. */
  rejected(round: number): void;
}

/**
 * Finds the write capacity of a table by trial, like TCP congestion control (RFC 5681): the limit doubles with each
 * round until the first refusal, which halves it; after that it grows by one a round. Refusals of requests that
 * were sent before the last halving carry no new information and are not counted.
 */
export function createInFlightLimit(options: { start: number; max: number }): InFlightLimit {
  const { max } = options;
  let limit = Math.min(options.start, max);
  let threshold = max;
  let round = 0;
  return {
    current: () => Math.floor(limit),
    round: () => round,
    accepted() {
      limit = Math.min(max, limit + (limit < threshold ? 1 : 1 / limit));
    },
    rejected(sentIn) {
      if (sentIn !== round) return;
      round++;
      limit = Math.max(1, limit / 2);
      threshold = limit;
    },
  };
}
