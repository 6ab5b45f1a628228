import { ec2Arn, isTaggableKind, type TaggableKind } from '@groundcrew/aws/ec2/tagging';
import { MAX_TAGS, resourceNameOf } from '@groundcrew/aws/tagging';
import { wrapServiceError } from '@groundcrew/aws-core';
import type { TaggedResource, TagSnapshot, Tags } from '../../model.ts';
import type { TagExecutorDeps } from '../tag-executor.ts';

/** The probability of each fault, from 0 to 1. */
export interface AccountFaults {
  readonly throttled: number;
  /** A call is carried out, and its response is lost. */
  readonly answerLost: number;
  /** A resource of a call to the tagging API fails for now. */
  readonly itemFailed: number;
  /** A read returns what was there before the last change. */
  readonly stale: number;
  /** Another client removes or changes a tag of what is about to be read. */
  readonly others: number;
}

export const noAccountFaults: AccountFaults = {
  throttled: 0,
  answerLost: 0,
  itemFailed: 0,
  stale: 0,
  others: 0,
};

/** Shorter than the repeated reads of a drift check take. */
const STALE_FOR_MS = 1_500;

interface State {
  tags: Readonly<Record<string, string>>;
  previous: Readonly<Record<string, string>>;
  staleUntilMs: number;
  everTagged: boolean;
}

export interface MemoryAccountOptions {
  readonly now: () => number;
  readonly random: () => number;
}

/** An account that stores tags as AWS does, and fails as AWS does. */
export function createMemoryAccount(
  resources: readonly TaggedResource[],
  { now, random }: MemoryAccountOptions,
) {
  const states = new Map<string, State>(
    resources.map(({ arn, tags }) => [
      arn,
      {
        tags: tags ?? {},
        previous: tags ?? {},
        staleUntilMs: 0,
        everTagged: Object.keys(tags ?? {}).length > 0,
      },
    ]),
  );
  const account = {
    faults: noAccountFaults,
    /** ARNs of resources whose tags may not be changed. */
    denied: new Set<string>(),
    /** ARNs of resources that may get no tags, but lose some. */
    deniedTags: new Set<string>(),
    /** Calls that should change tags, with the number of their resources. */
    calls: [] as { readonly api: string; readonly size: number }[],
    /** Called for each change of tags, those by others left out. */
    onWrite: (_arn: string, _before: Tags, _after: Tags): void => {},
    /** What no correct apply does. */
    violations: [] as string[],
    meddle: overwriteExternally,
    tags: (): Record<string, Tags> => Object.fromEntries([...states].map(([arn, { tags }]) => [arn, tags])),
    snapshot,
    depsFor,
  };
  const isDenied = (api: string, arn: string) =>
    account.denied.has(arn) || (account.deniedTags.has(arn) && /^(Create|Tag)/.test(api));
  return account;

  /** What a collection would return now; unknown tags stay unknown. */
  function snapshot(): TagSnapshot {
    return {
      format: 'groundcrew-tag-snapshot/1',
      takenAt: new Date(now()).toISOString(),
      accounts: [...new Set(resources.map(({ accountId }) => accountId))].map((id) => ({ id })),
      resources: resources.map((one) =>
        one.tags === null ? one : { ...one, tags: states.get(one.arn)!.tags },
      ),
      coverage: resources.map(({ accountId, region, type }) => ({
        accountId,
        region,
        type,
        status: 'listed',
        resources: 1,
        unknown: 0,
      })),
    };
  }

  /** @param step is called before and after each call, and throws if the process dies there */
  function depsFor(step: () => void): TagExecutorDeps {
    return {
      ec2For: (accountId, region) => ({
        async *describeTaggable(kind, { ids = [] } = {}) {
          step();
          throttle(0.1);
          for (const id of ids) {
            const arn = ec2Arn({ kind, id, region, accountId });
            if (states.has(arn)) yield [{ kind, id, tags: read(arn), parents: {} }];
          }
        },
        async createTags(ids, tags) {
          if (ids.length > 1_000 || Object.keys(tags).length > MAX_TAGS) account.violations.push('too large');
          await change('CreateTags', arnsOf(ids, accountId, region), (existing) => ({
            ...existing,
            ...tags,
          }));
        },
        async deleteTags(ids, tags) {
          await change('DeleteTags', arnsOf(ids, accountId, region), (existing) =>
            without(
              existing,
              (key) => Object.hasOwn(tags, key) && [undefined, existing[key]].includes(tags[key]),
            ),
          );
        },
      }),
      taggingFor: () => ({
        async *getResources({ arns = [] } = {}) {
          step();
          throttle(0.1);
          for (const arn of arns) if (states.get(arn)?.everTagged) yield [{ arn, tags: read(arn) }];
        },
        async tagResources(arns, tags) {
          return changeEach('TagResources', arns, (existing) => ({ ...existing, ...tags }));
        },
        async untagResources(arns, keys) {
          return changeEach('UntagResources', arns, (existing) =>
            without(existing, (key) => keys.includes(key)),
          );
        },
      }),
      listedTags: async (_account, _region, type) =>
        new Map(
          [...states.keys()]
            .filter((arn) => resourceNameOf(arn)?.type === type)
            .map((arn) => [arn, read(arn)]),
        ),
      nativeTags: async ({ resource }) => (states.has(resource) ? read(resource) : 'gone'),
    };

    /** All of them or none, as EC2 does it. */
    async function change(api: string, arns: readonly string[], edit: (tags: Tags) => Tags): Promise<void> {
      step();
      throttle();
      account.calls.push({ api, size: arns.length });
      const culprit = arns.find((arn) => isDenied(api, arn));
      if (culprit) throw serviceError('UnauthorizedOperation', `you may not tag ${culprit}`);
      for (const arn of arns) write(arn, edit);
      step();
      if (random() < account.faults.answerLost) throw serviceError('TimeoutError', 'no answer');
    }

    async function changeEach(api: string, arns: readonly string[], edit: (tags: Tags) => Tags) {
      step();
      throttle();
      account.calls.push({ api, size: arns.length });
      if (arns.length > 20) account.violations.push('too many ARNs');
      const failed = arns.flatMap((arn) => {
        if (isDenied(api, arn))
          return [{ arn, code: 'AccessDeniedException', message: 'no', retryable: false }];
        const fails = random() < account.faults.itemFailed;
        if (!fails || random() < 0.5) write(arn, edit);
        return fails ? [{ arn, code: 'InternalServiceException', message: 'again', retryable: true }] : [];
      });
      step();
      if (random() < account.faults.answerLost) throw serviceError('TimeoutError', 'no answer');
      return { failed };
    }
  }

  function write(arn: string, edit: (tags: Tags) => Tags): void {
    const { tags } = states.get(arn)!;
    const edited = edit(tags);
    const count = Object.keys(edited).filter((key) => !key.startsWith('aws:')).length;
    if (count > MAX_TAGS) account.violations.push(`${arn} has ${count} tags`);
    if (JSON.stringify(edited) === JSON.stringify(tags)) return;
    account.onWrite(arn, tags, edited);
    states.set(arn, { tags: edited, previous: tags, staleUntilMs: now() + STALE_FOR_MS, everTagged: true });
  }

  /**
   * Acts as another client: removes a tag of the resource (`wanted` if it has it), or gives it the value of another.
   */
  function overwriteExternally(arn: string, wanted?: string): void {
    const { tags } = states.get(arn)!;
    const keys = Object.keys(tags).filter((key) => !key.startsWith('aws:'));
    if (keys.length === 0) return;
    const anyKey = () => keys[Math.floor(random() * keys.length)]!;
    const key = keys.find((one) => one === wanted) ?? anyKey();
    const edited = random() < 0.5 ? without(tags, (one) => one === key) : { ...tags, [key]: tags[anyKey()]! };
    states.set(arn, { tags: edited, previous: edited, staleUntilMs: 0, everTagged: true });
  }

  function read(arn: string): Tags {
    if (random() < account.faults.others) overwriteExternally(arn);
    const { tags, previous, staleUntilMs } = states.get(arn)!;
    return now() < staleUntilMs && random() < account.faults.stale ? previous : tags;
  }

  /** Fewer where floor 2 retries itself. */
  function throttle(share = 1): void {
    if (random() < share * account.faults.throttled) throw serviceError('RequestLimitExceeded', 'slow down');
  }
}

export type MemoryAccount = ReturnType<typeof createMemoryAccount>;

/** An error as floor 2 throws it. */
export function serviceError(name: string, message: string): Error {
  const thrown = Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400 } });
  return wrapServiceError(thrown, { code: 'aws-tagging.tag-failed', doing: 'change tags' });
}

/** A resource of the account and region that tests use. */
export function resourceOf(
  type: string,
  id: string,
  tags: Tags | null,
  parents: TaggedResource['parents'] = {},
): TaggedResource {
  return { arn: arnOf(type, id), type, id, accountId: ACCOUNT_ID, region: REGION, tags, parents };
}

const ACCOUNT_ID = '111122223333';
const REGION = 'eu-west-1';

export function arnOf(type: string, id: string): string {
  if (isTaggableKind(type)) return ec2Arn({ kind: type, id, region: REGION, accountId: ACCOUNT_ID });
  if (type === 's3:bucket') return `arn:aws:s3:::${id}`;
  return `arn:aws:${type.split(':')[0]}:${REGION}:${ACCOUNT_ID}:${id}`;
}

function arnsOf(ids: readonly string[], accountId: string, region: string): readonly string[] {
  return ids.map((id) => {
    const kind = kindById(id);
    return ec2Arn({ kind, id, region, accountId });
  });
}

function kindById(id: string): TaggableKind {
  const prefix = id.slice(0, id.indexOf('-'));
  const kinds: Readonly<Record<string, TaggableKind>> = {
    i: 'ec2:instance',
    vol: 'ec2:volume',
    snap: 'ec2:snapshot',
    subnet: 'ec2:subnet',
    vpc: 'ec2:vpc',
  };
  return kinds[prefix]!;
}

function without(tags: Tags, isRemoved: (key: string) => boolean): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !isRemoved(key)));
}
