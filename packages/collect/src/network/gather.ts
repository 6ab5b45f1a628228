import { mapConcurrent } from '@groundcrew/async';
import { isGroundcrewError } from '@groundcrew/errors';
import { failureOfCall } from '../coverage.ts';
import type {
  CollectedAnswer,
  CollectedNetwork,
  CollectNetworkDeps,
  MissingAnswer,
  NetworkClients,
} from './answers.ts';

type Answer = Readonly<Record<string, unknown>>;

/** An answer that is wanted. */
export interface Wanted {
  readonly path: string;
  /** The IAM action, if the error does not name it. */
  readonly permission: string;
  readonly ask: (clients: NetworkClients, options: { signal?: AbortSignal | undefined }) => Promise<Answer>;
}

/** Gathers answers, those that cannot be had among them. */
export interface Gatherer {
  /** The answers, in the order of what is wanted; `undefined`: it could not be had. */
  ask(wanted: readonly Wanted[]): Promise<readonly (Answer | undefined)[]>;
  collected(): CollectedNetwork;
}

const DEFAULT_CONCURRENCY = 8;

/** Asks side by side; what cannot be had is kept with its reason. */
export function createGatherer(
  region: string,
  { clients, signal, concurrency = DEFAULT_CONCURRENCY, onProgress }: CollectNetworkDeps,
): Gatherer {
  const answers: CollectedAnswer[] = [];
  const missing: MissingAnswer[] = [];
  let of = 0;
  const report = () => onProgress?.({ done: answers.length + missing.length, of });

  return {
    async ask(wanted) {
      of += wanted.length;
      report();
      return await mapConcurrent(wanted, concurrency, async ({ path, permission, ask }) => {
        try {
          const value = await ask(clients, { signal });
          answers.push({ path, value });
          return value;
        } catch (error) {
          const failure = failureOfCall(error, { region, permission, signal });
          const named = isGroundcrewError(error) ? error.details.permission : undefined;
          missing.push({ path, permission: typeof named === 'string' ? named : permission, ...failure });
          return undefined;
        } finally {
          report();
        }
      });
    },
    collected: () => ({
      answers: answers.toSorted((one, other) => (one.path < other.path ? -1 : 1)),
      missing: missing.toSorted((one, other) => (one.path < other.path ? -1 : 1)),
    }),
  };
}

/** The objects of a list of an answer. */
export function itemsOf(answer: Answer | undefined, key: string): readonly Answer[] {
  const found = answer?.[key];
  return Array.isArray(found) ? (found as Answer[]) : [];
}

/** A text of an object; empty, if there is none. */
export function textOf(object: Answer, key: string): string {
  const found = object[key];
  return typeof found === 'string' ? found : '';
}

/** The last part of an ARN or of a path. */
export function lastOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** Whether an object has a tag with this value. */
export function hasTag(object: Answer, { key, value }: { readonly key: string; readonly value: string }) {
  return itemsOf(object, 'Tags').some((tag) => tag['Key'] === key && tag['Value'] === value);
}

/** Whether an object has a tag of this key. */
export function hasKey(object: Answer, key: string): boolean {
  return itemsOf(object, 'Tags').some((tag) => tag['Key'] === key);
}
