import { type Ec2ArnParts, type Ec2Tagging, parseEc2Arn } from '@groundcrew/aws/ec2/tagging';
import { isListedTypeName, type ListedTypeName } from '@groundcrew/aws/lists';
import { resourceNameOf, type Tagging } from '@groundcrew/aws/tagging';
import { mergePages } from '@groundcrew/aws-core';
import type { Target } from '@groundcrew/plan';
import { isListedType } from '@groundcrew/collect';
import type { Tags } from '../model.ts';
import { tagsUnknown } from './errors.ts';

export interface TagReaders {
  /** EC2 of one account in one region. */
  ec2For(accountId: string, region: string): Pick<Ec2Tagging, 'describeTaggable'>;
  /** The tagging API of one account in one region. */
  taggingFor(accountId: string, region: string): Pick<Tagging, 'getResources'>;
  /** The tags of one resource from its own service; `gone`: it does not exist, `null`: unknown. */
  nativeTags(target: Target, signal?: AbortSignal): Promise<Tags | 'gone' | null>;
  /** All resources of a type that its service lists and has no tag call here, by ARN: `{}` if the list has no tags. */
  listedTags(
    accountId: string,
    region: string,
    type: ListedTypeName,
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, Tags>>;
}

/** Concurrent read calls. */
const CONCURRENCY = 8;

type Read = readonly [arn: string, tags: Tags | 'gone'];
type Source = () => AsyncGenerator<readonly Read[], void>;

/**
 * The current tags of resources, by ARN. EC2 resources are read by describe calls, one type after the other; all others
 * by the tagging API, and those that it does not return by their own services.
 *
 * @throws GroundcrewError `tags.read.unknown` if a resource can't be read; what the readers throw
 */
export async function readTags(
  targets: Iterable<Target>,
  readers: TagReaders,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, Tags | 'gone'>> {
  const found = new Map<string, Tags | 'gone'>();
  const byArn = new Map([...targets].map((target) => [target.resource, target]));
  await readAll(listings([...byArn.values()], readers, signal));
  // The tagging API does not return what was never tagged.
  const unknown = [...byArn.values()].filter(({ resource }) => !found.has(resource));
  await readAll(nativeSources(unknown, readers, signal));
  return found;

  async function readAll(sources: readonly Source[]): Promise<void> {
    for await (const page of mergePages(sources, CONCURRENCY)) {
      for (const [arn, tags] of page) if (byArn.has(arn)) found.set(arn, tags);
    }
  }
}

function listings(
  targets: readonly Target[],
  readers: TagReaders,
  signal: AbortSignal | undefined,
): readonly Source[] {
  const listed = targets.map((target) => ({ target, parts: parseEc2Arn(target.resource) }));
  const groups = Map.groupBy(listed, ({ target, parts }) =>
    JSON.stringify([target.accountId, target.region, parts?.kind]),
  );
  return [...groups.values()].map((group) => {
    const { target, parts } = group[0]!;
    const { accountId, region } = target;
    if (parts === undefined) {
      const tagging = readers.taggingFor(accountId, region);
      return taggingSource(
        group.map((one) => one.target.resource),
        tagging,
        signal,
      );
    }
    const arns = new Map(group.map((one) => [one.parts!.id, one.target.resource]));
    return ec2Source(parts.kind, arns, readers.ec2For(accountId, region), signal);
  });
}

function ec2Source(
  kind: Ec2ArnParts['kind'],
  arns: ReadonlyMap<string, string>,
  ec2: ReturnType<TagReaders['ec2For']>,
  signal: AbortSignal | undefined,
): Source {
  return async function* read() {
    const gone = new Map(arns);
    for await (const page of ec2.describeTaggable(kind, { ids: [...arns.keys()] }, optionsOf(signal))) {
      yield page.flatMap(({ id, tags }): Read[] => {
        gone.delete(id);
        const arn = arns.get(id);
        return arn === undefined ? [] : [[arn, tags]];
      });
    }
    yield [...gone.values()].map((arn): Read => [arn, 'gone']);
  };
}

function taggingSource(
  arns: readonly string[],
  tagging: ReturnType<TagReaders['taggingFor']>,
  signal: AbortSignal | undefined,
): Source {
  return async function* read() {
    for await (const page of tagging.getResources({ arns }, optionsOf(signal))) {
      yield page.map(({ arn, tags }): Read => [arn, tags]);
    }
  };
}

/** One for all resources of a type that is listed, and one for each other resource. */
function nativeSources(
  targets: readonly Target[],
  readers: TagReaders,
  signal: AbortSignal | undefined,
): readonly Source[] {
  const groups = Map.groupBy(targets, ({ accountId, region, resource }) => {
    const type = listedTypeOf(resource);
    return type === undefined ? resource : JSON.stringify([accountId, region, type]);
  });
  return [...groups.values()].map((group) => {
    const [{ accountId, region, resource }] = group as [Target];
    const type = listedTypeOf(resource);
    if (type === undefined) return nativeSource(group[0]!, readers, signal);
    return async function* read() {
      const listed = await readers.listedTags(accountId, region, type, signal);
      yield group.map(({ resource: arn }): Read => [arn, listed.get(arn) ?? 'gone']);
    };
  });
}

function listedTypeOf(arn: string): ListedTypeName | undefined {
  const { type = '' } = resourceNameOf(arn) ?? {};
  return isListedTypeName(type) ? type : undefined;
}

function nativeSource(target: Target, readers: TagReaders, signal: AbortSignal | undefined): Source {
  return async function* read() {
    const tags = await readers.nativeTags(target, signal);
    if (tags === null && !isKnownByTaggingOnly(target.resource)) throw tagsUnknown(target.resource);
    yield [[target.resource, tags ?? 'gone']];
  };
}

/**
 * Whether resources of this type can be read only from the tagging API. It returns resources that are or were tagged as
 * long as they exist (API reference, "GetResources"): a resource of a plan that it does not return any more is gone.
 */
function isKnownByTaggingOnly(arn: string): boolean {
  const type = resourceNameOf(arn)?.type;
  return type !== undefined && parseEc2Arn(arn) === undefined && !isListedType(type);
}

const optionsOf = (signal: AbortSignal | undefined) => (signal ? { signal } : {});
