/** How often something happened, so that seeds that met nothing are seen for what they are. */
export type EventCounts = Record<(typeof kinds)[number], number>;

const kinds = [
  /** Of the plans that were applied. */
  'changes',
  /** Processes that were killed, interrupted, or gave up because of faults alone. */
  'kills',
  'interrupts',
  'giveUps',
  /** Plans that were refused for what somebody else had done. */
  'refused',
  /** Changes that were told as failed at first, as drifted, and as left by the undo. */
  'failed',
  'drifted',
  'left',
  /** Tags that somebody else changed. */
  'others',
] as const;

export function zeroCounts(): EventCounts {
  return sumCounts([]);
}

export function sumCounts(all: readonly EventCounts[]): EventCounts {
  const sums = kinds.map((kind) => [kind, all.reduce((sum, met) => sum + met[kind], 0)]);
  return Object.fromEntries(sums) as EventCounts;
}
