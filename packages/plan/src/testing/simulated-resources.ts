import type { CurrentValue, Executor } from '../executor.ts';
import type { Json } from '../json.ts';
import { sameJson } from '../json.ts';
import type { Change } from '../plan.ts';
import { stagesOf } from '../requirements.ts';
import { makesResource, type ResourceIdentity, resourceKeyOf } from '../resource-executor.ts';
import type { SimulatedProcess } from './simulated-process.ts';

/** The probability of each fault, from 0 to 1. */
export interface ResourceFaults {
  readonly throttled: number;
  /** The call is carried out or not, and its answer is lost. */
  readonly answerLost: number;
  /** What is made is not found by reads and by other calls for up to 50 s. */
  readonly late: number;
  /** What takes time to be made fails in the end. */
  readonly failing: number;
  /** The call is refused permanently. */
  readonly refused: number;
}

export const noResourceFaults: ResourceFaults = {
  throttled: 0,
  answerLost: 0,
  late: 0,
  failing: 0,
  refused: 0,
};

/** What a change has as `after` or `before`. */
export interface Wanted {
  readonly key: string;
  readonly identity: ResourceIdentity;
  readonly value: string;
  readonly refs: readonly string[];
}

interface Resource {
  readonly id: string;
  readonly wanted: Wanted;
  readonly refIds: readonly string[];
  readonly owner: string;
  readonly visibleAtMs: number;
  readonly readyAtMs: number;
  readonly fails: boolean;
}

class CallError extends Error {
  readonly kind: 'throttled' | 'unanswered' | 'not-visible' | 'in-use' | 'refused';
  constructor(kind: CallError['kind'], message: string) {
    super(message);
    this.name = kind;
    this.kind = kind;
  }
}

/** Shorter than reads are believed to be late. */
const LATE_MS = 50_000;

/** A service whose resources have ids, refer to each other by id, and take their time. */
export function createSimulatedResources({ random, now }: { random: () => number; now: () => number }) {
  const resources = new Map<string, Resource>();
  const tokens = new Map<string, string>();
  const violations: string[] = [];
  let nextId = 0;
  const occurs = (share: number) => random() < share;
  const world = {
    faults: noResourceFaults,
    violations,
    /** What there is, by key, without ids. */
    snapshot(): Record<string, string> {
      const byId = new Map([...resources.values()].map((resource) => [resource.id, resource.wanted.key]));
      const entries = [...resources.values()].map(({ wanted, refIds }): [string, string] => [
        wanted.key,
        `${wanted.value} -> ${refIds.map((id) => byId.get(id) ?? 'nothing').join(' ')}`,
      ]);
      if (new Set(entries.map(([key]) => key)).size < entries.length)
        violations.push('a resource is there twice');
      return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
    },
    ids: (): Record<string, string> =>
      Object.fromEntries([...resources.values()].map(({ wanted, id }) => [wanted.key, id])),
    /** There from the beginning. */
    put(wanted: Wanted, owner = 'others') {
      const ids = world.ids();
      const refIds = wanted.refs.map((key) => ids[key]!);
      add(wanted, refIds, owner, 0);
    },
    drop(key: string) {
      for (const resource of live(key)) resources.delete(resource.id);
    },
    executorFor,
  };

  function live(key: string): Resource[] {
    return [...resources.values()].filter(({ wanted }) => wanted.key === key);
  }

  function add(
    wanted: Wanted,
    refIds: readonly string[],
    owner: string,
    lateMs: number,
    takesMs = 0,
  ): Resource {
    nextId += 1;
    const resource: Resource = {
      id: `id-${nextId}`,
      wanted,
      refIds,
      owner,
      visibleAtMs: now() + lateMs,
      readyAtMs: now() + takesMs,
      fails: takesMs > 0 && occurs(world.faults.failing),
    };
    resources.set(resource.id, resource);
    return resource;
  }

  const isVisible = ({ visibleAtMs }: Resource) => now() >= visibleAtMs;
  const hasFailed = ({ fails, readyAtMs }: Resource) => fails && now() >= readyAtMs;

  function seen(change: Change, id: string | undefined): Resource | undefined {
    const known = id === undefined ? undefined : resources.get(id);
    const resource =
      known ??
      live(resourceKeyOf(change) ?? change.target.resource).find(
        (each) => isVisible(each) && !(makesResource(change) && hasFailed(each)),
      );
    return resource && isVisible(resource) ? resource : undefined;
  }

  function executorFor(process: SimulatedProcess, planOwner = 'ours'): Executor {
    const ids = new Map<string, string>();

    function create(wanted: Wanted, token: string): Resource {
      const refIds = wanted.refs.map((key) => {
        const id = ids.get(key);
        const resource = id === undefined ? undefined : resources.get(id);
        if (!resource) {
          violations.push(`${wanted.key} refers to ${key}, which is not known or not there`);
          throw new CallError('refused', 'no such reference');
        }
        if (now() < resource.readyAtMs) violations.push(`${wanted.key} is made while ${key} is not ready`);
        if (!isVisible(resource)) throw new CallError('not-visible', `${key} not found`);
        return resource.id;
      });
      const known = wanted.identity === 'client-token' ? tokens.get(token) : undefined;
      if (known !== undefined) {
        const resource = resources.get(known);
        if (resource) return resource;
        violations.push(`${wanted.key} is made with the token of one that is gone`);
        throw new CallError('refused', 'IncorrectState');
      }
      const there = live(wanted.key);
      if (wanted.identity === 'natural-key' && there[0]) {
        const [resource] = there;
        if (!isVisible(resource)) throw new CallError('not-visible', 'a duplicate that is not visible');
        if (resource.owner !== planOwner && resource.wanted.value !== wanted.value)
          throw new CallError('refused', 'a duplicate of somebody else');
        return resource;
      }
      if (there.length > 0) violations.push(`${wanted.key} is made twice`);
      if (occurs(world.faults.refused)) throw new CallError('refused', 'refused');
      const lateMs = occurs(world.faults.late) ? random() * LATE_MS : 0;
      const takesMs = wanted.identity === 'client-token' ? 120_000 : 0;
      const resource = add(wanted, refIds, planOwner, lateMs, takesMs);
      if (wanted.identity === 'client-token') tokens.set(token, resource.id);
      return resource;
    }

    function remove(id: string): void {
      const user = [...resources.values()].find(({ refIds }) => refIds.includes(id));
      if (user) {
        violations.push(`${id} is removed while ${user.wanted.key} refers to it`);
        throw new CallError('refused', 'DependencyViolation');
      }
      resources.delete(id);
    }

    async function call<Answer>(act: () => Answer): Promise<Answer> {
      await process.step('before the call');
      if (occurs(world.faults.throttled)) throw new CallError('throttled', 'slow down');
      const isLost = occurs(world.faults.answerLost);
      if (isLost && occurs(0.3)) throw new CallError('unanswered', 'the answer is lost, nothing is done');
      const answer = act();
      await process.step('after the call');
      if (isLost) throw new CallError('unanswered', 'the answer is lost');
      return answer;
    }

    function current(change: Change): CurrentValue {
      const key = resourceKeyOf(change) ?? change.target.resource;
      const resource = seen(change, ids.get(key));
      if (resourceKeyOf(change) === undefined) return resource ? { value: resource.wanted.value } : 'gone';
      return { value: resource ? ({ ...resource.wanted } as unknown as Json) : null };
    }

    return {
      async read(fields) {
        await process.step('read');
        if (occurs(world.faults.throttled)) throw new CallError('throttled', 'slow down');
        return new Map(fields.map((field) => [field.id, current(field as Change)]));
      },
      batches: (changes) => stagesOf(changes).flatMap((stage) => stage.map((change) => [change])),
      apply: () => Promise.reject(new Error('resources are made one by one')),
      isRetryable: (error) => error instanceof CallError && error.kind === 'throttled',
      resources: {
        ids,
        identityOf: (change) =>
          makesResource(change) ? (change.after as unknown as Wanted).identity : undefined,
        async find(change) {
          await process.step('find');
          if (occurs(world.faults.throttled)) throw new CallError('throttled', 'slow down');
          const key = resourceKeyOf(change);
          if (key === undefined) return undefined;
          const resource = seen(change, ids.get(key));
          return resource && { id: resource.id };
        },
        make(change, { token, existing }) {
          if (!process.journal().changes.has(change.id)) violations.push(`${change.id} has no intent`);
          const key = resourceKeyOf(change);
          if (makesResource(change)) {
            return call(() => existing ?? { id: create(change.after as unknown as Wanted, token).id });
          }
          return call(() => {
            const id = ids.get(key ?? change.target.resource);
            const resource = resources.get(id ?? '');
            if (id === undefined) violations.push(`${change.id} without an id`);
            if (key !== undefined) {
              if (id !== undefined && resource) remove(id);
            } else if (resource)
              resources.set(resource.id, {
                ...resource,
                wanted: { ...resource.wanted, value: change.after as string },
              });
            return undefined;
          });
        },
        async settle(change, made) {
          await process.step('settle');
          if (occurs(world.faults.throttled)) throw new CallError('throttled', 'slow down');
          if (!makesResource(change)) {
            return { state: sameJson(valueOf(current(change)), change.after) ? 'done' : 'pending' };
          }
          const resource = resources.get(made?.id ?? '');
          if (!resource || !isVisible(resource) || now() < resource.readyAtMs) return { state: 'pending' };
          return hasFailed(resource)
            ? { state: 'failed', code: 'NatFailed', message: 'no capacity' }
            : { state: 'done' };
        },
        discard: (_change, made) => call(() => void resources.delete(made.id)),
        failureOf: (error) => (error instanceof CallError ? error.kind : 'refused'),
      },
    };
  }
  return world;
}

const valueOf = (found: CurrentValue): Json => (found === 'gone' ? null : found.value);
