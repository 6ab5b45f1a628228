import type { CurrentValue, Executor, Field, ItemFailure } from '../executor.ts';
import type { Json } from '../json.ts';
import type { Change } from '../plan.ts';
import { stagesOf } from '../requirements.ts';
import type { SimulatedProcess } from './simulated-process.ts';

/** The probability of each fault, from 0 to 1. */
export interface Faults {
  readonly throttled: number;
  /** The call is carried out, or a part of it, and its response is lost. */
  readonly answerLost: number;
  /** One change of a call fails, and may have been made. */
  readonly itemLost: number;
  /** One change of a call is refused permanently, regardless of an earlier call for it. */
  readonly itemRefused: number;
  /** A read returns what was there before our last change, for a while after it. */
  readonly stale: number;
  /** Another client changes a field that is about to be read. */
  readonly others: number;
}

export const noFaults: Faults = {
  throttled: 0,
  answerLost: 0,
  itemLost: 0,
  itemRefused: 0,
  stale: 0,
  others: 0,
};

/** Shorter than the repeated reads of a drift check take. */
const STALE_FOR_MS = 1_500;

interface State {
  value: Json;
  previous: Json;
  staleUntilMs: number;
}

/** An account with fields by `<resource>#<field>`, which is also the id of a change. Records what must never happen. */
export interface SimulatedAccount {
  /** The values, by id; `undefined`: the resource does not exist. */
  snapshot(): Record<string, Json | undefined>;
  set(id: string, value: Json): void;
  /** The last values that other clients wrote; `undefined`: they deleted the resource. */
  readonly others: ReadonlyMap<string, Json | undefined>;
  /** Calls that took effect, or may have. */
  readonly calls: number;
  /** What was done and must never be. */
  readonly violations: readonly string[];
  faults: Faults;
  /** Ids that fail a whole call. */
  readonly denied: Set<string>;
  /** Ids that fail alone. */
  readonly refused: Set<string>;
  executorFor(process: SimulatedProcess, options: SimulatedExecutorOptions): Executor;
}

export interface SimulatedExecutorOptions {
  readonly batchSize: number;
  /** Of the plan that is applied. */
  readonly changes?: readonly Change[];
}

export function createSimulatedAccount(
  initial: Readonly<Record<string, Json>>,
  { random, now }: { random: () => number; now: () => number },
): SimulatedAccount {
  const fields = new Map<string, State>(
    Object.entries(initial).map(([id, value]) => [id, { value, previous: value, staleUntilMs: 0 }]),
  );
  const others = new Map<string, Json | undefined>();
  const denied = new Set<string>();
  const refused = new Set<string>();
  const occurs = (share: number) => random() < share;

  function overwriteExternally(id: string): void {
    if (occurs(0.2)) {
      fields.delete(id);
      others.set(id, undefined);
      return;
    }
    const value = `another's ${others.size} ${random()}`;
    fields.set(id, { value, previous: value, staleUntilMs: 0 });
    others.set(id, value);
  }

  function make({ id, after }: Change): void {
    const field = fields.get(id)!;
    if (field.value === after) return;
    fields.set(id, { value: after, previous: field.value, staleUntilMs: now() + STALE_FOR_MS });
  }

  function read(id: string): CurrentValue {
    const field = fields.get(id);
    if (field === undefined) return 'gone';
    return {
      value: now() < field.staleUntilMs && occurs(account.faults.stale) ? field.previous : field.value,
    };
  }

  /** What a correct apply never sends: a change without an intent, of a field that is neither before nor after. */
  function check(
    batch: readonly Change[],
    process: SimulatedProcess,
    wanted: ReadonlyMap<string, Json>,
  ): void {
    const begun = process.journal().changes;
    for (const change of batch) {
      const record = begun.get(change.id);
      if (record === undefined) throw new Error(`${change.id} is not in the journal`);
      if (record.done) throw new Error(`${change.id} is done already`);
      const field = fields.get(change.id);
      if (field && field.value !== change.before && field.value !== change.after) {
        throw new Error(`${change.id} is overwritten: it is ${JSON.stringify(field.value)}`);
      }
      const early = change.requires?.find((id) => fields.get(id)?.value !== wanted.get(id));
      if (early !== undefined) throw new Error(`${change.id} is made while ${early} is not`);
      const broken = change.holds?.find(
        (held) => fields.get(`${change.target.resource}#${held.field}`)?.value !== held.value,
      );
      if (broken) throw new Error(`${change.id} is made without its precondition ${broken.field}`);
    }
  }

  const account = {
    snapshot: () => Object.fromEntries(Object.keys(initial).map((id) => [id, fields.get(id)?.value])),
    set(id: string, value: Json) {
      fields.set(id, { value, previous: value, staleUntilMs: 0 });
    },
    others,
    calls: 0,
    faults: noFaults,
    denied,
    refused,
    executorFor(
      process: SimulatedProcess,
      { batchSize, changes: all = [] }: SimulatedExecutorOptions,
    ): Executor {
      const wanted = new Map(all.map(({ id, after }) => [id, after]));
      return {
        async read(asked) {
          await process.step('read');
          for (const place of asked.map(placeOf))
            if (fields.has(place) && occurs(account.faults.others)) overwriteExternally(place);
          if (occurs(account.faults.throttled)) throw new Throttled();
          return new Map(asked.map((field) => [field.id, read(placeOf(field))]));
        },
        batches: (changes) => batchesOf(changes, batchSize),
        async apply(batch) {
          await process.step('before the call');
          try {
            check(batch, process, wanted);
          } catch (thrown) {
            violations.push((thrown as Error).message);
          }
          if (occurs(account.faults.throttled)) throw new Throttled();
          const bad = batch.find(({ id }) => denied.has(id) || !fields.has(id));
          if (bad) throw new Denied(bad.id);
          account.calls += 1;
          if (occurs(account.faults.answerLost)) {
            for (const change of batch) if (!refused.has(change.id) && occurs(0.7)) make(change);
            throw new Throttled();
          }
          const failed = batch.flatMap((change): ItemFailure[] => {
            const { id } = change;
            if (refused.has(id) || occurs(account.faults.itemRefused))
              return [{ id, code: 'Refused', message: `${id} is refused`, retryable: false }];
            const isLost = occurs(account.faults.itemLost);
            if (!isLost || occurs(0.5)) make(change);
            return isLost ? [{ id, code: 'InternalError', message: 'try again', retryable: true }] : [];
          });
          await process.step('after the call');
          return { failed };
        },
        isRetryable: (error) => error instanceof Throttled,
      };
    },
    violations: [] as string[],
  };
  const { violations } = account;
  return account;
}

const placeOf = ({ target, field }: Field) => `${target.resource}#${field}`;

/** Batches of at most `size`, each of one stage. */
function batchesOf(changes: readonly Change[], size: number): readonly (readonly Change[])[] {
  return stagesOf(changes).flatMap((stage) => {
    const count = Math.ceil(stage.length / size);
    return Array.from({ length: count }, (_, n) => stage.slice(n * size, (n + 1) * size));
  });
}

export class Throttled extends Error {
  override readonly name = 'ThrottlingException';
}

export class Denied extends Error {
  override readonly name = 'AccessDenied';
  constructor(id: string) {
    super(`you may not change ${id}`);
  }
}
