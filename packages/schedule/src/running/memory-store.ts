import type { Memory, Override } from '../deciding/index.ts';

/** An override, and what it is about: a resource, by its id, or a schedule, by its name. */
export interface StoredOverride extends Override {
  readonly what: string;
}

/** What is kept between two runs. Losing it loses overrides, and what a person did where a service does not return since when. */
export interface StoredState {
  /** By ARN. */
  readonly memories: ReadonlyMap<string, Memory>;
  readonly overrides: readonly StoredOverride[];
  /** The problems that were reported last, as text; of very many, their digest. */
  readonly reported: string;
}

/** Where it is kept: a table, or the memory of a test. */
export interface MemoryStore {
  load(signal?: AbortSignal): Promise<StoredState>;
  /** Replaces what is given, and keeps all else. */
  save(
    changed: Partial<Pick<StoredState, 'memories' | 'overrides' | 'reported'>>,
    signal?: AbortSignal,
  ): Promise<void>;
}

/** The twin of the table, for tests and simulations. */
export function createInMemoryStore(): MemoryStore {
  const memories = new Map<string, Memory>();
  const overrides = new Map<string, StoredOverride>();
  let reported = '';
  return {
    load: async () => ({ memories: new Map(memories), overrides: [...overrides.values()], reported }),
    async save(changed) {
      for (const [arn, memory] of changed.memories ?? []) memories.set(arn, memory);
      for (const override of changed.overrides ?? []) overrides.set(override.id, override);
      reported = changed.reported ?? reported;
    },
  };
}
