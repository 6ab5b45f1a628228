import { createMovableClock, type LocalAws, startLocal } from '@groundcrew/local';
import { onTestFinished, vi } from 'vitest';
import { billFile } from '../make-bill.ts';
import { groundcrew, temporaryFolder } from './groundcrew.ts';

/** The last day that the bill knows, at noon. */
export const nowMs = Date.UTC(2026, 10, 20, 12);

/** Runs `groundcrew cost …` on that day. */
export function cost(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  return groundcrew(['cost', ...words], { now: () => nowMs, environment });
}

/** The same, out of the bill as an export. */
export function costOfExport(words: readonly string[]) {
  return cost([...words, '--source', billFile]);
}

/** A Cost Explorer that answers out of the bill, found by the SDK, and a cache folder of the test's own. */
export async function startCostExplorer(): Promise<{
  readonly local: LocalAws;
  readonly environment: Readonly<Record<string, string>>;
}> {
  const local = await startLocal({ bill: billFile, clock: createMovableClock(nowMs) });
  for (const [name, value] of Object.entries(local.environment())) vi.stubEnv(name, value);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await local.close();
  });
  return { local, environment: { XDG_CACHE_HOME: await temporaryFolder() } };
}
