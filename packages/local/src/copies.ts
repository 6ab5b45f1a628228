import type { LocalAccounts } from './account/index.ts';
import type { FaultOptions } from './faults/options.ts';
import { createMovableClock } from './movable-clock.ts';
import type { LocalAws } from './options.ts';
import { startLocal } from './start-local.ts';

/** What the phases of a rehearsal took so far. */
export interface CopyEffort<Phase extends string> {
  /** Requests by action. */
  readonly requests: ReadonlyMap<Phase, ReadonlyMap<string, number>>;
  /** Milliseconds that were waited for the rates of AWS, and for retries; the time of the calls is not in it. */
  readonly waitedMs: ReadonlyMap<Phase, number>;
}

/** Copies of accounts in this process, one server each, on one clock that moves only while something waits. */
export interface AccountCopies<Phase extends string> {
  readonly now: () => number;
  /** Moves the clock, and attributes the time to the current phase. @throws the signal's reason */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Moves the clock to a time, which nobody waited for; nothing happens if it has come. */
  readonly moveTo: (atMs: number) => Promise<void>;
  /** How a copy is reached: its credentials select nothing. */
  readonly connectionTo: (
    accountId: string,
    region: string,
  ) => {
    readonly region: string;
    readonly endpointUrl: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** Attributes what follows to a phase, with these faults. */
  readonly setPhase: (phase: Phase, faults?: FaultOptions) => void;
  readonly effort: () => CopyEffort<Phase>;
  close(): Promise<void>;
}

/** Starts a copy of each account. @param startMs when their time begins */
export async function startCopies<Phase extends string>(
  { accounts }: LocalAccounts,
  { startMs, phase: firstPhase }: { readonly startMs: number; readonly phase: Phase },
): Promise<AccountCopies<Phase>> {
  const clock = createMovableClock(startMs);
  const copies = new Map<string, LocalAws>();
  const close = async () => {
    for (const copy of copies.values()) await copy.close();
  };
  try {
    for (const account of accounts) {
      copies.set(account.id, await startLocal({ accounts: { accounts: [account] }, clock }));
    }
  } catch (error) {
    await close();
    throw error;
  }

  const waitedMs = new Map<Phase, number>();
  const requests = new Map<Phase, Map<string, number>>();
  let phase = firstPhase;
  let counted = new Map<string, number>();

  /** Attributes the requests since the last count to the current phase. */
  function count(): void {
    const all = new Map<string, number>();
    for (const copy of copies.values()) {
      for (const [action, times] of copy.requestCounts()) all.set(action, (all.get(action) ?? 0) + times);
    }
    const own = requests.get(phase) ?? new Map<string, number>();
    requests.set(phase, own);
    for (const [action, times] of all) {
      const more = times - (counted.get(action) ?? 0);
      if (more > 0) own.set(action, (own.get(action) ?? 0) + more);
    }
    counted = all;
  }

  return {
    now: clock.now,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      waitedMs.set(phase, (waitedMs.get(phase) ?? 0) + ms);
      await clock.advance(ms);
    },
    async moveTo(atMs) {
      if (atMs > clock.now()) await clock.advance(atMs - clock.now());
    },
    connectionTo: (accountId, region) => ({
      region,
      endpointUrl: copies.get(accountId)!.endpoint,
      credentials: { accessKeyId: 'rehearsal', secretAccessKey: 'rehearsal' },
    }),
    setPhase(next, faults) {
      count();
      phase = next;
      for (const copy of copies.values()) copy.setFaults(faults);
    },
    effort() {
      count();
      return { waitedMs, requests };
    },
    close,
  };
}
