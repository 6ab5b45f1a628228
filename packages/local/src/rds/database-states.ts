/** How long databases take, in milliseconds. */
export interface DatabaseDelays {
  /** From `starting` to `available`; default: 300,000. */
  readonly startMs?: number;
  /** From `stopping` to `stopped`; default: 180,000. */
  readonly stopMs?: number;
}

const DEFAULT_START_MS = 300_000;
const DEFAULT_STOP_MS = 180_000;
/** "Stopping an Amazon RDS DB instance temporarily" of the RDS user guide. */
const STOPPED_FOR_MS = 7 * 24 * 3_600_000;

export interface DatabaseState {
  /** As RDS names it. */
  readonly status: string;
  /** When RDS starts it by itself. */
  readonly restartsAtMs?: number;
}

/** The states of databases that were started or stopped, by the clock. */
export interface DatabaseStates {
  /** @param described what the account file has */
  at(
    arn: string,
    described: { readonly status?: string; readonly restartsAt?: string },
    nowMs: number,
  ): DatabaseState;
  make(arn: string, kind: 'start' | 'stop', nowMs: number): void;
}

/** @param startedAt when those that are described as stopped were stopped */
export function createDatabaseStates(
  { startMs = DEFAULT_START_MS, stopMs = DEFAULT_STOP_MS }: DatabaseDelays,
  startedAt: number,
): DatabaseStates {
  const made = new Map<string, { readonly kind: 'start' | 'stop'; readonly atMs: number }>();
  return {
    at(arn, { status = 'available', restartsAt }, nowMs) {
      const stoppedAtMs =
        restartsAt === undefined ? startedAt - stopMs : Date.parse(restartsAt) - STOPPED_FOR_MS;
      const last =
        made.get(arn) ?? (status === 'stopped' ? { kind: 'stop' as const, atMs: stoppedAtMs } : undefined);
      if (!last) return { status };
      const passedMs = nowMs - last.atMs;
      if (last.kind === 'start') return { status: passedMs < startMs ? 'starting' : 'available' };
      if (passedMs < stopMs && made.has(arn)) return { status: 'stopping' };
      if (passedMs < STOPPED_FOR_MS) return { status: 'stopped', restartsAtMs: last.atMs + STOPPED_FOR_MS };
      return { status: passedMs < STOPPED_FOR_MS + startMs ? 'starting' : 'available' };
    },
    make: (arn, kind, nowMs) => void made.set(arn, { kind, atMs: nowMs }),
  };
}
