import type { LedgerDeps } from '../change.ts';
import type { LedgerEntry } from '../entry.ts';
import type { LedgerStore } from '../store.ts';

/** More calls than any test needs: a loop without end fails instead of hanging. */
const MAX_CALLS = 1_000;

/** A store in memory whose calls can fail, and a clock that moves only in `sleep`. */
export interface TestLedger {
  readonly deps: LedgerDeps;
  readonly startMs: number;
  /** The duration of each sleep so far. */
  readonly sleepsMs: number[];
  /** The calls of the store so far. */
  readonly calls: ('read' | 'replace')[];
  entry(): LedgerEntry | undefined;
  /** Writes like another process: without a condition. */
  put(entry: LedgerEntry): void;
  /** Runs before each call; what it throws is what the call throws. */
  beforeCall: (call: 'read' | 'replace') => void;
  /** Runs after each write has been applied; what it throws is what the call throws. */
  afterReplace: () => void;
  /** Runs whenever the clock has moved. */
  onTick: (elapsedMs: number) => void;
}

export function createTestLedger({ returnsCurrent = true } = {}): TestLedger {
  const startMs = 1_700_000_000_000;
  let nowMs = startMs;
  let ids = 0;
  let stored: LedgerEntry | undefined;
  function startCall(call: 'read' | 'replace'): void {
    if (ledger.calls.push(call) > MAX_CALLS) throw new Error(`more than ${MAX_CALLS} calls of the store`);
    ledger.beforeCall(call);
  }
  const store: LedgerStore = {
    async read() {
      startCall('read');
      return stored;
    },
    async replace(entry) {
      startCall('replace');
      if (entry.revision !== (stored?.revision ?? 0) + 1) {
        return { stored: false, ...(returnsCurrent && { current: stored }) };
      }
      stored = entry;
      ledger.afterReplace();
      return { stored: true };
    },
  };
  const ledger: TestLedger = {
    startMs,
    sleepsMs: [],
    calls: [],
    entry: () => stored,
    put: (entry) => {
      stored = entry;
    },
    beforeCall: () => undefined,
    afterReplace: () => undefined,
    onTick: () => undefined,
    deps: {
      store,
      now: () => nowMs,
      random: () => 1,
      createId: () => `id-${ids++}`,
      async sleep(ms, signal) {
        signal?.throwIfAborted();
        ledger.sleepsMs.push(ms);
        nowMs += ms;
        ledger.onTick(nowMs - startMs);
        signal?.throwIfAborted();
      },
    },
  };
  return ledger;
}
