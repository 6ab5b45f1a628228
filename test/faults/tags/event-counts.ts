/** Counts of events, so that seeds without any are visible. */
export type EventCounts = Record<(typeof kinds)[number], number>;

const kinds = [
  /** Changes of the plans that were applied. */
  'changes',
  /** Processes that were killed, interrupted, or gave up because of faults alone. */
  'kills',
  'interrupts',
  'giveUps',
  /** Plans that were refused because of changes by another user. */
  'refused',
  /** Changes that were reported as failed at first, as drifted, and as left by the undo. */
  'failed',
  'drifted',
  'left',
  /** Tags that another user changed. */
  'others',
] as const;

export function zeroCounts(): EventCounts {
  return sumCounts([]);
}

export function sumCounts(all: readonly EventCounts[]): EventCounts {
  const sums = kinds.map((kind) => [kind, all.reduce((sum, met) => sum + met[kind], 0)]);
  return Object.fromEntries(sums) as EventCounts;
}
