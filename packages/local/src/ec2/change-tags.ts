import type { Form } from '../form.ts';
import { findTagsProblem, isReserved } from '../resource-registry/tag-rules.ts';
import { AwsError } from '../service.ts';
import type { Tags } from '../tags/index.ts';
import { arnPrefix, type Ec2Location, taggedKindOf } from './arns.ts';
import { invalidId, invalidParameter, missingParameter, unauthorized, unknownIds } from './errors.ts';
import { findResource } from './region-state.ts';
import type { RequestContext } from './request-context.ts';

const MAX_IDS = 1000;
const MAX_DELETED_TAGS = 1000;

/** A resource whose tags are to change. */
interface Target {
  readonly id: string;
  readonly arn: string;
  readonly type: string;
  readonly tags: Tags;
}

/**
 * Adds all tags to all resources, or fails as a whole.
 *
 * Rules: "CreateTags" of the EC2 API reference.
 *
 * @throws AwsError
 */
export function createTags(form: Form, context: RequestContext): string {
  const written = readTags(form);
  if (written.length === 0) throw missingParameter('tagSet');
  const added = Object.fromEntries(written.map(({ key, value = '' }) => [key, value]));
  for (const key of Object.keys(added)) {
    if (written.filter((tag) => tag.key === key).length > 1) {
      throw invalidParameter(`Duplicate tag key '${key}' specified.`);
    }
  }
  const targets = readTargets('CreateTags', form, context);
  for (const { type, tags } of targets) {
    const problem = findTagsProblem(added, tags, type);
    if (problem?.kind === 'too-many') throw tagLimitExceeded();
    if (problem) throw invalidParameter(problem.message);
  }
  const forbidden = keyForbiddenByMetadata(Object.keys(added), targets, context);
  if (forbidden !== undefined) throw badMetadataKey(forbidden);
  for (const { arn } of targets) context.tagStore.set(arn, added);
  return SUCCESS_XML;
}

/**
 * Removes a tag with a value only if it has that value, one without a value always; without any tags removes all
 * except those of AWS.
 *
 * Rules: "DeleteTags" of the EC2 API reference.
 *
 * @throws AwsError
 */
export function deleteTags(form: Form, context: RequestContext): string {
  const written = readTags(form);
  if (written.length > MAX_DELETED_TAGS) {
    throw invalidParameter(`The number of tags exceeds the limit of ${MAX_DELETED_TAGS}`);
  }
  for (const { arn, tags } of readTargets('DeleteTags', form, context)) {
    const isNamed = (key: string) =>
      written.some((tag) => tag.key === key && (tag.value === undefined || tag.value === tags[key]));
    const gone = Object.keys(tags).filter((key) => (written.length === 0 ? !isReserved(key) : isNamed(key)));
    if (gone.length > 0) context.tagStore.remove(arn, gone);
  }
  return SUCCESS_XML;
}

const SUCCESS_XML = '<return>true</return>';

/** @throws AwsError if one of them is a tag of AWS */
function readTags(form: Form): { readonly key: string; readonly value: string | undefined }[] {
  return form.structures('Tag').map((tag) => {
    const key = tag.text('Key') ?? '';
    if (isReserved(key))
      throw invalidParameter("Tag keys starting with 'aws:' are reserved for internal use");
    return { key, value: tag.text('Value') };
  });
}

/** The ARNs of what a change of tags is about; none for other actions, which are about no resource. */
export function changedArns(action: string, form: Form, location: Ec2Location): string[] {
  if (action !== 'CreateTags' && action !== 'DeleteTags') return [];
  return [...new Set(form.texts('ResourceId'))].flatMap((id) => {
    const kind = taggedKindOf(id);
    return kind === undefined ? [] : [arnPrefix(kind, location) + id];
  });
}

/** @throws AwsError if one of them does not exist or may not be changed */
function readTargets(action: string, form: Form, context: RequestContext): Target[] {
  const ids = [...new Set(form.texts('ResourceId'))];
  if (ids.length === 0) throw missingParameter('resourceIdSet');
  // The limit is documented, EC2's error beyond it is not.
  if (ids.length > MAX_IDS)
    throw invalidParameter(`The number of resource IDs exceeds the limit of ${MAX_IDS}`);
  const named = ids.map((id) => {
    const kind = taggedKindOf(id);
    if (!kind) throw invalidId(id);
    return { id, kind, found: findResource(kind, id, context) };
  });
  const missing = named.find(({ found }) => !found);
  if (missing) {
    const { kind } = missing;
    const alike = named.filter((one) => one.kind === kind && !one.found);
    throw unknownIds(
      kind,
      alike.map(({ id }) => id),
    );
  }
  const targets = named.map(({ id, kind, found }) => {
    const arn = arnPrefix(kind, context) + id;
    // The current tags: a change must not be based on a stale read.
    return { id, arn, type: `ec2:${kind}`, tags: context.tagStore.of(arn, found?.original.tags ?? {}) };
  });
  if (targets.some((target) => context.deniesTagging(target))) throw unauthorized(context.callerArn, action);
  return targets;
}

/**
 * The metadata service returns tag keys as paths: "View tags for your EC2 instances using instance metadata"
 * of the EC2 user guide lists the valid keys.
 */
function keyForbiddenByMetadata(
  keys: readonly string[],
  targets: readonly Target[],
  { instances }: RequestContext,
): string | undefined {
  const bad = keys.find((key) => !/^[\w+\-=.,:@]+$/.test(key) || ['.', '..', '_index'].includes(key));
  const isMet =
    bad !== undefined &&
    targets.some(({ id, type }) => {
      const position = type === 'ec2:instance' ? instances.positionOf(id) : undefined;
      return position !== undefined && instances.entryAt(position).metadataTags;
    });
  return isMet ? bad : undefined;
}

function badMetadataKey(key: string): AwsError {
  return invalidParameter(
    `'${key}' is not a valid tag key. Tag keys must match pattern ([0-9a-zA-Z\\-_+=,.@:]{1,255}), ` +
      "and must not be a reserved name ('.', '..', '_index')",
  );
}

function tagLimitExceeded(): AwsError {
  return new AwsError(400, 'TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.');
}
