import { type Ec2Instances, type Ec2Power, MAX_IDS_PER_POWER_CALL } from '@groundcrew/aws/ec2';
import { parseEc2Arn } from '@groundcrew/aws/ec2/tagging';
import { isFatalChange, isRetryableChange } from '@groundcrew/aws-core';
import { isGroundcrewError, messageOf } from '@groundcrew/errors';
import type { Change, CurrentValue, Executor, Field } from '@groundcrew/plan';
import { readStep } from '../planning/steps.ts';

type Ec2 = Pick<Ec2Instances, 'describeInstances'> & Ec2Power;

export interface PowerExecutorDeps {
  /** EC2 of an account in a region, with credentials that may start and stop. */
  ec2For(accountId: string, region: string): Ec2;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly now: () => number;
}

/** How often it is looked whether a step of a group has come about: soon at first. */
const [FIRST_LOOK_MS, LAST_LOOK_MS] = [250, 5_000];
const IDS_PER_READ = 500;

/**
 * Reads the states of instances, and starts and stops them. What was started is only made once it was seen to run: that is the
 * plan's verification.
 */
export function createPowerExecutor(deps: PowerExecutorDeps): Executor {
  return {
    async read(fields, signal) {
      const states = await readStates(fields, deps, signal);
      return new Map(
        fields.map(({ id, target }): [string, CurrentValue] => {
          const state = states.get(target.resource);
          return [id, state === undefined ? 'gone' : { value: state }];
        }),
      );
    },

    batches: batchesOf,

    async apply(batch, signal) {
      const { target, after } = batch[0]!;
      const ec2 = deps.ec2For(target.accountId, target.region);
      const ids = batch.map((change) => idOf(change.target.resource));
      const options = signal ? { signal } : {};
      try {
        await (after === 'running' ? ec2.startInstances(ids, options) : ec2.stopInstances(ids, options));
      } catch (error) {
        // Of a batch, the one that fails is looked for: the plan splits it.
        if (batch.length > 1 || isRetryable(error) || isFatalChange(error)) throw error;
        const name = isGroundcrewError(error) ? error.details.awsError : undefined;
        const code = typeof name === 'string' ? name : 'Error';
        return { failed: [{ id: batch[0]!.id, code, message: messageOf(error), retryable: false }] };
      }
      await waitForStep(batch, deps, signal);
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

/** By account, region and what is done; of groups one step after the other. */
export function batchesOf(changes: readonly Change[]): readonly (readonly Change[])[] {
  const stepOf = ({ source }: Change) => readStep(source)?.step ?? 0;
  const sorted = changes.toSorted((one, other) => stepOf(one) - stepOf(other));
  const groups = Map.groupBy(sorted, ({ target, after, source }) =>
    JSON.stringify([target.accountId, target.region, after, readStep(source) ?? null]),
  );
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / MAX_IDS_PER_POWER_CALL) }, (_, index) =>
      group.slice(index * MAX_IDS_PER_POWER_CALL, (index + 1) * MAX_IDS_PER_POWER_CALL),
    ),
  );
}

/** A step that others follow has to have come about, but does not keep them for longer than its group says. */
async function waitForStep(
  batch: readonly Change[],
  deps: PowerExecutorDeps,
  signal: AbortSignal | undefined,
): Promise<void> {
  const step = readStep(batch[0]!.source);
  if (!step || step.step >= step.steps) return;
  const untilMs = deps.now() + step.waitMinutes * 60_000;
  for (let lookMs = FIRST_LOOK_MS; deps.now() < untilMs; lookMs = Math.min(lookMs * 2, LAST_LOOK_MS)) {
    const states = await readStates(batch, deps, signal);
    const isDone = batch.every(({ target, after }) =>
      [after, undefined].includes(states.get(target.resource)),
    );
    if (isDone) return;
    await deps.sleep(lookMs, signal);
  }
}

/** The states by ARN; those that do not exist are missing. */
async function readStates(
  fields: readonly Pick<Field, 'target'>[],
  { ec2For }: PowerExecutorDeps,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, string>> {
  const states = new Map<string, string>();
  const places = Map.groupBy(fields, ({ target }) => JSON.stringify([target.accountId, target.region]));
  for (const inPlace of places.values()) {
    const { accountId, region } = inPlace[0]!.target;
    const ec2 = ec2For(accountId, region);
    const arns = new Map(inPlace.map(({ target }) => [idOf(target.resource), target.resource]));
    const all = [...arns.keys()];
    for (let from = 0; from < all.length; from += IDS_PER_READ) {
      const found = await describeKnown(ec2, all.slice(from, from + IDS_PER_READ), signal);
      for (const [id, state] of found) states.set(arns.get(id)!, state);
    }
  }
  return states;
}

/** EC2 refuses a call with an id that does not exist, and names it: the others are then asked for. */
async function describeKnown(
  ec2: Ec2,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, string>> {
  const states = new Map<string, string>();
  if (ids.length === 0) return states;
  try {
    for await (const page of ec2.describeInstances({ instanceIds: ids }, signal ? { signal } : {})) {
      for (const { InstanceId, State } of page) {
        const state = State?.Name;
        if (InstanceId === undefined || state === undefined) continue;
        if (state !== 'terminated' && state !== 'shutting-down') states.set(InstanceId, state);
      }
    }
    return states;
  } catch (error) {
    if (!isGroundcrewError(error, 'aws-ec2.instance.not-found')) throw error;
    const gone = new Set(error.details.instanceIds as readonly string[]);
    const left = ids.filter((id) => !gone.has(id));
    if (left.length === ids.length) throw error;
    return describeKnown(ec2, left, signal);
  }
}

function idOf(arn: string): string {
  return parseEc2Arn(arn)?.id ?? arn;
}
