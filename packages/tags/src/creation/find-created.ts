import { type Ec2Tagging, ec2Arn, isTaggableKind, type TaggableKind } from '@groundcrew/aws/ec2/tagging';
import type { Relation, TaggedResource, Tags } from '../model.ts';
import type { CreatedResource } from './created-resources.ts';
import type { Creation } from './read-creation.ts';

export interface FindCreatedDeps {
  /** Of the account and the region of the creation. */
  readonly ec2: Pick<Ec2Tagging, 'describeTaggable'>;
  /** The tags of a resource of another service than EC2; `gone`: it does not exist; `null`: unknown. */
  readonly nativeTags: (arn: string) => Promise<Tags | 'gone' | null>;
  /** Rejects with the signal's reason when it is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly signal?: AbortSignal;
}

/** What was found of a creation. */
export interface FoundCreation {
  /** With the tags that they have; the volumes of new instances among them. */
  readonly resources: readonly TaggedResource[];
  readonly missing: readonly CreatedResource[];
}

/** New resources are visible in EC2 with a delay (API reference, "Eventual consistency"): waits between reads. */
const retryDelaysMs = [1_000, 2_000, 4_000];

/** Clocks differ; a volume that is older than its instance by more than this existed before the launch. */
const CLOCK_SKEW_MS = 60_000;

/**
 * Finds the created resources, with their tags.
 *
 * @param mayWait whether to wait for resources that are not visible yet
 */
export async function findCreated(
  creation: Creation,
  mayWait: boolean,
  deps: FindCreatedDeps,
): Promise<FoundCreation> {
  const found = new Map<string, TaggedResource>();
  const keep = (resources: readonly TaggedResource[]) => {
    for (const resource of resources) found.set(resource.arn, resource);
  };
  // Instances without an attached volume so far.
  const withoutVolumes = new Set(idsOf(creation.resources, 'ec2:instance'));
  for (let asked = 0; ; asked += 1) {
    const missing = creation.resources.filter(({ arn }) => !found.has(arn));
    for (const [kind, ids] of byKind(missing)) keep(await describe(kind, { ids }, creation, deps));
    for (const resource of missing.filter(({ type }) => !isTaggableKind(type))) {
      const tags = await deps.nativeTags(resource.arn);
      if (tags !== 'gone') keep([{ ...placeOf(resource, creation), tags, parents: {} }]);
    }
    if (withoutVolumes.size > 0) {
      const volumes = await describe('ec2:volume', { attachedTo: [...withoutVolumes] }, creation, deps);
      keep(volumes.filter(({ createdAt }) => isOf(creation, createdAt)));
      for (const { parents } of volumes) withoutVolumes.delete(parents.instance?.split('/').at(-1) ?? '');
    }
    const waitMs = retryDelaysMs[asked];
    const left = creation.resources.filter(({ arn }) => !found.has(arn));
    // An instance may have no volumes. Nothing records that, so the last response counts.
    const isComplete = left.length === 0 && withoutVolumes.size === 0;
    if (isComplete || !mayWait || waitMs === undefined) {
      return { resources: [...found.values()], missing: left };
    }
    await deps.sleep(waitMs, deps.signal);
  }
}

/** The parents of resources, and the parents of these; only by these relations. */
export async function findParents(
  resources: readonly TaggedResource[],
  relations: ReadonlySet<Relation>,
  creation: Creation,
  deps: FindCreatedDeps,
): Promise<ReadonlyMap<string, TaggedResource>> {
  const known = new Map(resources.map((resource) => [resource.arn, resource]));
  const asked = new Set(known.keys());
  for (let level = resources; level.length > 0;) {
    const wanted = new Map<TaggableKind, Set<string>>();
    for (const [relation, arn] of level.flatMap(({ parents }) => Object.entries(parents))) {
      if (!relations.has(relation as Relation) || asked.has(arn)) continue;
      asked.add(arn);
      const kind: TaggableKind = `ec2:${relation as Relation}`;
      wanted.set(kind, (wanted.get(kind) ?? new Set()).add(arn.slice(arn.lastIndexOf('/') + 1)));
    }
    const next: TaggedResource[] = [];
    for (const [kind, ids] of wanted) next.push(...(await describe(kind, { ids: [...ids] }, creation, deps)));
    for (const parent of next) known.set(parent.arn, parent);
    level = next;
  }
  for (const { arn } of resources) known.delete(arn);
  return known;
}

async function describe(
  kind: TaggableKind,
  query: { readonly ids: readonly string[] } | { readonly attachedTo: readonly string[] },
  { accountId, region }: Creation,
  { ec2, signal }: FindCreatedDeps,
): Promise<TaggedResource[]> {
  const resources: TaggedResource[] = [];
  for await (const page of ec2.describeTaggable(kind, query, signal ? { signal } : {})) {
    for (const { id, tags, parents, ownerId = accountId, createdAt } of page) {
      const arnOf = (of: TaggableKind, itsId: string, owner = accountId) =>
        ec2Arn({ kind: of, id: itsId, region, accountId: owner });
      resources.push({
        arn: arnOf(kind, id, ownerId),
        type: kind,
        id,
        accountId: ownerId,
        region,
        tags,
        parents: Object.fromEntries(
          Object.entries(parents).map(([relation, parent]) => [
            relation,
            arnOf(`ec2:${relation as Relation}`, parent),
          ]),
        ),
        ...(createdAt !== undefined && { createdAt }),
      });
    }
  }
  return resources;
}

function byKind(resources: readonly CreatedResource[]): [TaggableKind, readonly string[]][] {
  const kinds = [...new Set(resources.map(({ type }) => type))].filter(isTaggableKind);
  return kinds.map((kind) => [kind, idsOf(resources, kind)]);
}

function idsOf(resources: readonly CreatedResource[], kind: TaggableKind): readonly string[] {
  return resources.filter(({ type }) => type === kind).map(({ id }) => id);
}

function isOf({ madeAt }: Creation, createdAt: string | undefined): boolean {
  return createdAt === undefined || Date.parse(createdAt) >= Date.parse(madeAt) - CLOCK_SKEW_MS;
}

function placeOf({ arn, type, id }: CreatedResource, { accountId, region }: Creation) {
  return { arn, type, id, accountId, region };
}
