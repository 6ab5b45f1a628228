import { isFatalChange, isRetryableChange } from '@groundcrew/aws-core';
import { isGroundcrewError, messageOf } from '@groundcrew/errors';
import type { Change, CurrentValue, Executor, Field } from '@groundcrew/plan';
import { callKey, callSize, createPower } from '../power/index.ts';
import { readStep } from '../planning/steps.ts';
import type { ScheduledResource } from '../resources/scheduled-resource.ts';
import type { ScheduleServices } from '../services/index.ts';
import { actionOf, drivers, idOf, typeOf } from './drivers.ts';

export interface PowerExecutorDeps {
  /** With credentials that may start and stop. */
  readonly services: ScheduleServices;
  /** The account of a plan as the services want it: `undefined` for the caller's own. */
  readonly accountOf?: (accountId: string) => string | undefined;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly now: () => number;
}

/** How often it is looked whether a step of a group has taken effect: soon at first. */
const [FIRST_LOOK_MS, LAST_LOOK_MS] = [250, 5_000];

/**
 * Reads states and sizes, and starts and stops. What was started is only made once it was seen to run: that is the plan's
 * verification.
 */
export function createPowerExecutor(deps: PowerExecutorDeps): Executor {
  /** As they were read last: whether an instance hibernates, and what a group has, is not in a plan. */
  const seen = new Map<string, ScheduledResource>();
  const read = async (fields: readonly Pick<Field, 'target'>[], signal: AbortSignal | undefined) => {
    const found = await readAll(fields, deps, signal);
    for (const [arn, resource] of found) seen.set(arn, resource);
    return found;
  };

  return {
    async read(fields, signal) {
      const found = await read(fields, signal);
      return new Map(
        fields.map(({ id, target }): [string, CurrentValue] => {
          const resource = found.get(target.resource);
          return [id, resource === undefined ? 'gone' : { value: drivers[resource.type].valueOf(resource) }];
        }),
      );
    },

    batches: (changes) => batchesOf(changes, (change) => resourceOf(change, seen)),

    async apply(batch, signal) {
      const { kind } = actionOf(batch[0]!);
      const power = createPower({
        ...deps.services,
        ...(deps.accountOf && { accountOf: deps.accountOf }),
        ...(signal && { signal }),
      });
      try {
        // A group that was not read, as in a resumed apply, would be stopped without its sizes being kept.
        const unread = batch.filter(({ target }) => !seen.has(target.resource));
        if (unread.length > 0) await read(unread, signal);
        await power.act(
          kind,
          batch.map((change) => resourceOf(change, seen)),
        );
      } catch (error) {
        // Of a batch, the one that fails is looked for: the plan splits it.
        if (batch.length > 1 || isRetryable(error) || isFatalChange(error)) throw error;
        const name = isGroundcrewError(error) ? error.details.awsError : undefined;
        const code = typeof name === 'string' ? name : 'Error';
        return { failed: [{ id: batch[0]!.id, code, message: messageOf(error), retryable: false }] };
      }
      await waitForStep(batch, read, deps, signal);
      return { failed: [] };
    },

    isRetryable,
    isFatal: isFatalChange,
  };
}

/** Want of capacity is an error of the service too, and lasts: trying again at once keeps the others waiting. */
function isRetryable(error: unknown): boolean {
  if (isGroundcrewError(error) && /^Insufficient/.test(String(error.details.awsError))) return false;
  return isRetryableChange(error);
}

/** The resource of a change; the sizes that a group gets are those of the plan. */
function resourceOf(change: Change, seen: ReadonlyMap<string, ScheduledResource>): ScheduledResource {
  const { resource: arn, accountId, region } = change.target;
  const { kind, sizes } = actionOf(change);
  const known = seen.get(arn);
  const state = kind === 'start' ? 'stopped' : 'running';
  const base: ScheduledResource = known ?? {
    id: idOf(arn),
    arn,
    type: typeOf(arn),
    account: accountId,
    region,
    tags: {},
    observed: { state },
  };
  if (sizes === undefined) return base;
  return { ...base, sizes: { current: base.sizes?.current ?? sizes, kept: sizes } };
}

/** By account, region, type and what is done; of groups one step after the other. */
export function batchesOf(
  changes: readonly Change[],
  resourceFor: (change: Change) => ScheduledResource = (change) => resourceOf(change, new Map()),
): readonly (readonly Change[])[] {
  const stepOf = ({ source }: Change) => readStep(source)?.step ?? 0;
  const sorted = changes.toSorted((one, other) => stepOf(one) - stepOf(other));
  const groups = Map.groupBy(sorted, (change) =>
    JSON.stringify([callKey(resourceFor(change)), actionOf(change).kind, readStep(change.source) ?? null]),
  );
  return [...groups.values()].flatMap((group) => {
    const size = callSize(typeOf(group[0]!.target.resource));
    return Array.from({ length: Math.ceil(group.length / size) }, (_, index) =>
      group.slice(index * size, (index + 1) * size),
    );
  });
}

/** A step that others follow has to have taken effect, but does not keep them for longer than the limit of its group. */
async function waitForStep(
  batch: readonly Change[],
  read: (
    fields: readonly Pick<Field, 'target'>[],
    signal: AbortSignal | undefined,
  ) => Promise<ReadonlyMap<string, ScheduledResource>>,
  deps: PowerExecutorDeps,
  signal: AbortSignal | undefined,
): Promise<void> {
  const step = readStep(batch[0]!.source);
  if (!step || step.step >= step.steps) return;
  const wanted = actionOf(batch[0]!).kind === 'start' ? 'running' : 'stopped';
  const untilMs = deps.now() + step.waitMinutes * 60_000;
  for (let lookMs = FIRST_LOOK_MS; deps.now() < untilMs; lookMs = Math.min(lookMs * 2, LAST_LOOK_MS)) {
    const found = await read(batch, signal);
    const isDone = batch.every(({ target }) =>
      [wanted, undefined].includes(found.get(target.resource)?.observed.state),
    );
    if (isDone) return;
    await deps.sleep(lookMs, signal);
  }
}

/** The resources by ARN; those that do not exist are missing. */
async function readAll(
  fields: readonly Pick<Field, 'target'>[],
  { services, accountOf = (id) => id }: PowerExecutorDeps,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, ScheduledResource>> {
  const found = new Map<string, ScheduledResource>();
  const places = Map.groupBy(fields, ({ target }) =>
    JSON.stringify([target.accountId, target.region, typeOf(target.resource)]),
  );
  for (const inPlace of places.values()) {
    const { accountId, region, resource } = inPlace[0]!.target;
    const arns = [...new Set(inPlace.map(({ target }) => target.resource))];
    const own = servicesOf(services, accountOf);
    for (const one of await drivers[typeOf(resource)].read(own, { accountId, region }, arns, signal))
      found.set(one.arn, one);
  }
  return found;
}

function servicesOf(
  services: ScheduleServices,
  accountOf: (accountId: string) => string | undefined,
): ScheduleServices {
  const own = (id: string | undefined) => (id === undefined ? undefined : accountOf(id));
  return {
    ec2For: (id, region) => services.ec2For(own(id), region),
    rdsFor: (id, region) => services.rdsFor(own(id), region),
    autoScalingFor: (id, region) => services.autoScalingFor(own(id), region),
  };
}
