import type { Change } from './plan.ts';

/** Lets batches that run concurrently wait for those whose changes they require. */
export interface BatchGate {
  /** Resolves when each batch that has a required change is finished, successfully or not. */
  wait(batch: readonly Change[]): Promise<void>;
  /** The batch is finished. */
  complete(batch: readonly Change[]): void;
}

export function createBatchGate(batches: readonly (readonly Change[])[]): BatchGate {
  const completeBatch = new Map<readonly Change[], () => void>();
  const completed = new Map<string, Promise<void>>();
  for (const batch of batches) {
    const completion = new Promise<void>((resolve) => completeBatch.set(batch, resolve));
    for (const { id } of batch) completed.set(id, completion);
  }
  return {
    async wait(batch) {
      const required = new Set(batch.flatMap(({ requires = [] }) => requires));
      for (const id of required) await completed.get(id);
    },
    complete(batch) {
      completeBatch.get(batch)!();
    },
  };
}
