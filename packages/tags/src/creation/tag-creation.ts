import { GroundcrewError } from '@groundcrew/errors';
import { type Executor, type FailedEntry, type RetryPolicy, sendBatch } from '@groundcrew/plan';
import type { Relation } from '../model.ts';
import { type CreationTagRules, decideCreationTags } from './decide-creation-tags.ts';
import { type FindCreatedDeps, findCreated, findParents } from './find-created.ts';
import type { Creation } from './read-creation.ts';

export interface TagCreationDeps extends Omit<FindCreatedDeps, 'sleep' | 'signal'> {
  /** Sets the tags. */
  readonly executor: Pick<Executor, 'batches' | 'apply' | 'isRetryable' | 'isFatal'>;
  readonly retryPolicy: RetryPolicy;
}

/** The outcome of a creation. */
export interface TaggedCreation {
  /** ARNs of what was found, the volumes of instances too. */
  readonly found: readonly string[];
  /** Tags that were added. */
  readonly added: number;
  /** ARNs of resources that are not visible yet: they were created a moment ago. */
  readonly notYet: readonly string[];
  /** ARNs of resources that do not exist any more. */
  readonly gone: readonly string[];
  /** ARNs of what has unknown tags: not tagged. */
  readonly unreadable: readonly string[];
  readonly failed: readonly FailedEntry[];
}

/** A resource that was created longer ago and does not exist has been deleted: EC2 becomes consistent sooner. */
const CONSISTENT_AFTER_MS = 120_000;

/** Adds the missing tags to new resources; a second call changes nothing. */
export async function tagCreation(
  creation: Creation,
  rules: CreationTagRules,
  { executor, retryPolicy, ...finders }: TagCreationDeps,
): Promise<TaggedCreation> {
  const { now, sleep, signal } = retryPolicy;
  const deps: FindCreatedDeps = { ...finders, sleep, ...(signal && { signal }) };
  const isFresh = () => now() - Date.parse(creation.madeAt) < CONSISTENT_AFTER_MS;
  const { resources, missing } = await findCreated(creation, isFresh(), deps);
  const relations = new Set<Relation>(rules.policy?.keys.flatMap(({ inherit }) => inherit));
  const parents = await findParents(resources, relations, creation, deps);
  const changes = decideCreationTags(resources, parents, creation, rules, now());
  const failed: FailedEntry[] = [];
  let added = 0;
  for (const batch of executor.batches(changes)) {
    await sendBatch(batch, {
      executor,
      retryPolicy,
      onCall: () => {},
      async onOutcome(outcome) {
        added += outcome.done.length;
        failed.push(...outcome.failed);
      },
    });
  }
  const lost = missing.map(({ arn }) => arn);
  return {
    found: resources.map(({ arn }) => arn),
    added,
    notYet: isFresh() ? lost : [],
    gone: isFresh() ? [] : lost,
    unreadable: resources.filter(({ tags }) => tags === null).map(({ arn }) => arn),
    failed,
  };
}

/** Why the event has to be retried; `undefined`: it is done. */
export function creationError({ notYet, unreadable, failed }: TaggedCreation): GroundcrewError | undefined {
  const [first] = failed;
  if (first !== undefined) {
    const others = failed.length === 1 ? '' : `, and ${failed.length - 1} more`;
    return new GroundcrewError(
      'tags.creation.failed',
      `the tag "${first.id}" could not be set (${first.code}: ${first.message})${others}; see docs/tags.md`,
      { fault: 'service', details: { failed: failed.slice(0, 20) } },
    );
  }
  if (unreadable.length > 0) {
    return new GroundcrewError(
      'tags.creation.unreadable',
      `the tags of "${unreadable[0]}" can't be read, so none are set; allow the function to read them`,
      { details: { unreadable } },
    );
  }
  if (notYet.length > 0) {
    return new GroundcrewError(
      'tags.creation.not-yet',
      `"${notYet[0]}" was created a moment ago and is not visible yet; the event has to be retried`,
      { fault: 'service', details: { notYet } },
    );
  }
  return undefined;
}
