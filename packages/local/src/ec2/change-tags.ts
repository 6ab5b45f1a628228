import { kindOfId } from '../account/index.ts';
import { flawOfTags, isReserved } from '../directory/tag-rules.ts';
import type { Form } from '../form.ts';
import { AwsError } from '../service.ts';
import type { Tags } from '../tags/index.ts';
import { arnPrefix } from './arns.ts';
import { findResource } from './contents.ts';
import { invalidId, invalidParameter, missingParameter, unauthorized, unknownIds } from './errors.ts';
import type { Scene } from './scene.ts';

const maxIds = 1000;
const maxDeletedTags = 1000;

/** A resource whose tags are to change. */
interface Target {
  readonly id: string;
  readonly arn: string;
  readonly type: string;
  readonly tags: Tags;
}

/**
 * All of the resources get all of the tags, or none gets any.
 *
 * Rules: "CreateTags" of the EC2 API reference.
 *
 * @throws AwsError
 */
export function createTags(form: Form, scene: Scene): string {
  const written = readTags(form);
  if (written.length === 0) throw missingParameter('tagSet');
  const added = Object.fromEntries(written.map(({ key, value = '' }) => [key, value]));
  for (const key of Object.keys(added)) {
    if (written.filter((tag) => tag.key === key).length > 1) {
      throw invalidParameter(`Duplicate tag key '${key}' specified.`);
    }
  }
  const targets = readTargets('CreateTags', form, scene);
  for (const { type, tags } of targets) {
    const flaw = flawOfTags(added, tags, type);
    if (flaw?.kind === 'too-many') throw tagLimitExceeded();
    if (flaw) throw invalidParameter(flaw.message);
  }
  const forbidden = keyForbiddenByMetadata(Object.keys(added), targets, scene);
  if (forbidden !== undefined) throw badMetadataKey(forbidden);
  for (const { arn } of targets) scene.store.set(arn, added);
  return done;
}

/**
 * A tag with a value goes only where it has that value, one without goes whatever it is; without any tag named all go
 * but those of AWS.
 *
 * Rules: "DeleteTags" of the EC2 API reference.
 *
 * @throws AwsError
 */
export function deleteTags(form: Form, scene: Scene): string {
  const written = readTags(form);
  if (written.length > maxDeletedTags) {
    throw invalidParameter(`The number of tags exceeds the limit of ${maxDeletedTags}`);
  }
  for (const { arn, tags } of readTargets('DeleteTags', form, scene)) {
    const isNamed = (key: string) =>
      written.some((tag) => tag.key === key && (tag.value === undefined || tag.value === tags[key]));
    const gone = Object.keys(tags).filter((key) => (written.length === 0 ? !isReserved(key) : isNamed(key)));
    if (gone.length > 0) scene.store.remove(arn, gone);
  }
  return done;
}

const done = '<return>true</return>';

/** @throws AwsError: a tag of AWS is among them */
function readTags(form: Form): { readonly key: string; readonly value: string | undefined }[] {
  return form.structures('Tag').map((tag) => {
    const key = tag.text('Key') ?? '';
    if (isReserved(key))
      throw invalidParameter("Tag keys starting with 'aws:' are reserved for internal use");
    return { key, value: tag.text('Value') };
  });
}

/** @throws AwsError: not all of them are there, or one may not be changed */
function readTargets(action: string, form: Form, scene: Scene): Target[] {
  const ids = [...new Set(form.texts('ResourceId'))];
  if (ids.length === 0) throw missingParameter('resourceIdSet');
  // What EC2 answers to more is not documented: its limit is.
  if (ids.length > maxIds)
    throw invalidParameter(`The number of resource IDs exceeds the limit of ${maxIds}`);
  const named = ids.map((id) => {
    const kind = kindOfId(id);
    if (!kind) throw invalidId(id);
    return { id, kind, found: findResource(kind, id, scene) };
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
    const arn = arnPrefix(kind, scene) + id;
    // As they are: what a stale read sees is no ground to change them on.
    return { id, arn, type: `ec2:${kind}`, tags: scene.store.of(arn, found?.original.tags ?? {}) };
  });
  if (targets.some((target) => scene.deniesTagging(target))) throw unauthorized(scene.callerArn, action);
  return targets;
}

/**
 * An instance that may read its own tags has them as paths: "View tags for your EC2 instances using instance metadata"
 * of the EC2 user guide says which keys it can have.
 */
function keyForbiddenByMetadata(
  keys: readonly string[],
  targets: readonly Target[],
  { instances }: Scene,
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
