import type { ApplyResult, Change, Plan } from '@groundcrew/plan';
import type { TaggedResource, TagSnapshot, Tags } from '@groundcrew/tags/model';
import { fieldOf } from './concurrent-editor.ts';
import type { TagScenario } from './scenario.ts';

type TagEdits = ReadonlyMap<string, string | null>;
/** Tags by ARN. */
export type AllTags = ReadonlyMap<string, Tags>;

export interface ApplyAssessment {
  readonly plan: Plan;
  readonly before: AllTags;
  readonly after: AllTags;
  readonly concurrentEdits: TagEdits;
  /** Whether nobody may change the tags of a resource. */
  readonly isDenied: (arn: string) => boolean;
  /** Whether failures because of faults were retried without them. */
  readonly wasRetried: boolean;
}

const quoteValue = (value: string | null | undefined): string => JSON.stringify(value ?? null);

/** Differences between a collection under faults and the truth, and unreported gaps. */
export function collectDifferences(collected: TagSnapshot, truth: TagSnapshot): string[] {
  const found = new Map(collected.resources.map((resource) => [resource.arn, resource]));
  const gaps = collected.coverage.filter(({ status, unknown }) => status !== 'listed' || unknown > 0);
  const isReported = ({ region, type }: TaggedResource) =>
    gaps.some((gap) => [region, 'all'].includes(gap.region) && [type, 'all'].includes(gap.type));
  return truth.resources.flatMap((resource) => {
    const { arn, tags } = resource;
    const one = found.get(arn);
    if (one === undefined || one.tags === null) {
      return tags === null || isReported(resource) ? [] : [`${arn} is missing, and no gap is reported`];
    }
    if (tags === null || JSON.stringify(sorted(one.tags)) === JSON.stringify(sorted(tags))) return [];
    return [`${arn} was collected with ${JSON.stringify(one.tags)}, and has ${JSON.stringify(tags)}`];
  });
}

/** Resources that are described by name, and neither collected nor in a reported gap. */
export function missingFrom(
  { resources, coverage }: TagSnapshot,
  { accounts: { accounts }, types }: Pick<TagScenario, 'accounts' | 'types'>,
): string[] {
  const gaps = coverage.filter(({ status }) => status !== 'listed');
  return accounts.flatMap(({ regions }) =>
    Object.entries(regions).flatMap(([region, described]) =>
      Object.entries(namedTypes).flatMap(([list, type]) => {
        if (types && !types.includes(type)) return [];
        if (gaps.some((gap) => gap.region === region && gap.type === type)) return [];
        const found = new Set(
          resources.filter((one) => one.region === region && one.type === type).map(({ id }) => id),
        );
        return (described[list as keyof typeof namedTypes] ?? [])
          .filter(({ name }) => !found.has(name))
          .map(({ name }) => `${type} ${name} of ${region} is missing, and no gap is reported`);
      }),
    ),
  );
}

/** By the list that describes them. */
const namedTypes = {
  buckets: 's3:bucket',
  tables: 'dynamodb:table',
  functions: 'lambda:function',
  topics: 'sns:topic',
  queues: 'sqs:queue',
  logGroups: 'logs:log-group',
} as const;

/** Changes of a plan from collected data that the oracle's plan does not contain; and vice versa, if everything was known. */
export function planDifferences(plan: Plan, oracle: Plan, isComplete: boolean): string[] {
  const text = ({ id, before, after }: Change) =>
    `${id}: ${JSON.stringify(before)} to ${JSON.stringify(after)}`;
  const wanted = new Set(oracle.changes.map(text));
  const planned = new Set(plan.changes.map(text));
  return [
    ...[...planned].filter((one) => !wanted.has(one)).map((one) => `${one} is planned and should not be`),
    ...[...wanted].filter((one) => isComplete && !planned.has(one)).map((one) => `${one} is not planned`),
  ];
}

/** Differences between the end state of an apply and its report, or the state that the plan leads to. */
export function applyDifferences(
  result: ApplyResult,
  { plan, before, after, concurrentEdits, isDenied, wasRetried }: ApplyAssessment,
): string[] {
  const { done, alreadyDone, failed, drifted, gone, unverified } = result;
  const lacking = new Set([...failed, ...drifted].map(({ change }) => change.id));
  const reported = [...done, ...alreadyDone, ...gone, ...[...failed, ...drifted].map(({ change }) => change)];
  const isEditedByOther = ({ target, field }: Change) => concurrentEdits.has(fieldOf(target.resource, field));
  const hasConcurrentEdit = (arn: string) =>
    [...concurrentEdits.keys()].some((field) => field.startsWith(`${arn} `));
  const currentOf = ({ target, field }: Change) => after.get(target.resource)?.[field] ?? null;
  const mayFail = (change: Change): boolean =>
    !wasRetried ||
    isDenied(change.target.resource) ||
    hasConcurrentEdit(change.target.resource) ||
    (change.requires ?? []).some((id) => lacking.has(id));
  return [
    ...compareIds(reported, plan.changes),
    ...[...done, ...alreadyDone]
      .filter((change) => !isEditedByOther(change) && currentOf(change) !== change.after)
      .map((change) => `${change.id} is reported as done, and is ${quoteValue(currentOf(change))}`),
    ...done
      .filter(({ target }) => isDenied(target.resource))
      .map(({ id }) => `${id} was done, and is denied`),
    ...failed
      .filter(({ change }) => !isEditedByOther(change) && currentOf(change) !== change.before)
      .map(({ change }) => `${change.id} is reported as failed, and is ${quoteValue(currentOf(change))}`),
    ...failed
      .filter(({ change }) => !mayFail(change))
      .map(({ change, code, message }) => `${change.id} failed for no reason: ${code}: ${message}`),
    ...gone.map(({ id }) => `${id} is reported as gone, and nothing was deleted`),
    ...[...drifted, ...unverified]
      .filter(({ change }) => !hasConcurrentEdit(change.target.resource))
      .map(({ change }) => `${change.id} is reported as changed by another user, and was not`),
    ...untouchedDifferences(
      before,
      after,
      concurrentEdits,
      new Set(plan.changes.map(({ target, field }) => fieldOf(target.resource, field))),
    ),
  ];
}

/** Tags that are neither as before nor as another user set them; `except`: fields that are not compared. */
export function untouchedDifferences(
  before: AllTags,
  after: AllTags,
  concurrentEdits: TagEdits,
  except: ReadonlySet<string>,
): string[] {
  return [...before].flatMap(([arn, old]) => {
    const now = after.get(arn) ?? {};
    return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((key) => {
      const field = fieldOf(arn, key);
      const wanted = concurrentEdits.has(field) ? concurrentEdits.get(field) : (old[key] ?? null);
      if (except.has(field) || wanted === (now[key] ?? null)) return [];
      return [`${field} is ${quoteValue(now[key])}, not ${quoteValue(wanted)}`];
    });
  });
}

function compareIds(reported: readonly Change[], planned: readonly Change[]): string[] {
  const times = Map.groupBy(reported, ({ id }) => id);
  return planned
    .filter(({ id }) => times.get(id)?.length !== 1)
    .map(({ id }) => `${id} is reported ${times.get(id)?.length ?? 0} times`);
}

function sorted(tags: Tags): [string, string][] {
  return Object.entries(tags).sort(([one], [other]) => (one < other ? -1 : 1));
}
