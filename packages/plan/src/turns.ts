import type { Change } from './plan.ts';

/** Lets batches that are under way together wait for those that have what they require. */
export interface Turns {
  /** Resolves when each batch before it that has what it requires is through, whether it succeeded or not. */
  wait(batch: readonly Change[]): Promise<void>;
  /** It is through. */
  end(batch: readonly Change[]): void;
}

export function createTurns(batches: readonly (readonly Change[])[]): Turns {
  const ends = new Map<readonly Change[], () => void>();
  const ended = new Map<string, Promise<void>>();
  for (const batch of batches) {
    const end = new Promise<void>((resolve) => ends.set(batch, resolve));
    for (const { id } of batch) ended.set(id, end);
  }
  return {
    async wait(batch) {
      const required = new Set(batch.flatMap(({ requires = [] }) => requires));
      for (const id of required) await ended.get(id);
    },
    end(batch) {
      ends.get(batch)!();
    },
  };
}
