/** How many requests may be under way, and the token that each takes with it. */
export interface InFlightLimit {
  /** Requests that may be under way at once, from 1. */
  current(): number;
  /** To be kept with a request and given back with its outcome. */
  round(): number;
  accepted(): void;
  /** A request of that round was refused or failed. */
  rejected(round: number): void;
}

/**
 * Finds by trial what the table takes, as TCP does on a line (RFC 5681): the limit doubles with each round
 * until the first refusal, which halves it; from then on it grows by one a round. Refusals of requests that
 * were sent before the last halving tell nothing new and are not counted.
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
