import type { AccessKeys } from '../access-keys.ts';
import { type DeniableService, type DescribedType, isDenied, type Organization } from '../account/index.ts';
import type { Clock } from '../clock.ts';
import type { Faults } from '../faults/faults.ts';
import { ConnectionReset, type LocalRequest, type ServiceCall } from '../service.ts';
import type { TagRead, TagStore, Tags } from '../tags/index.ts';
import { accessDenied, keyExpired, regionNotEnabled } from './access-errors.ts';
import { byName, indexDescribed, type ListedResource } from './described-index.ts';
import { indexOthers, type ListedOther } from './other-resources.ts';
import { type AccountRegion, arnOf, serviceOfArn, typeOfArn } from './resource-types.ts';
import { tagProblemError } from './tag-calls.ts';
import { findTagKeyProblem, findTagsProblem } from './tag-rules.ts';

export interface ResourceRegistryOptions {
  readonly organization: Organization;
  readonly keys: AccessKeys;
  readonly clock: Pick<Clock, 'now'>;
  readonly tags: TagStore;
  /** The account and region of this server's own resources, also used for unsigned requests. */
  readonly home: AccountRegion;
  readonly faults: () => Faults | undefined;
}

/** The caller of a request, and its region. */
export interface CallerContext extends AccountRegion {
  readonly callerArn: string;
}

/** A resource that a service of this server created. */
export interface OwnResource {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly createdMs: number;
  /** Omitted: that of the server. */
  readonly region?: string | undefined;
}

/** A change of a resource's tags. */
export interface TagChange {
  readonly set?: Tags;
  readonly remove?: readonly string[];
}

/**
 * The resources of all accounts and regions except those of EC2, with their tags: described ones, and this server's
 * own.
 */
export interface ResourceRegistry {
  readonly tags: TagStore;
  /** Registers how a service's own resources are found. */
  register(type: DescribedType, list: () => readonly OwnResource[]): void;
  /** The caller of a request, and its region, without an authorization check. */
  callerContextOf(request: LocalRequest): CallerContext;
  /**
   * Reports and authorizes a call.
   *
   * @throws AwsError with the service's own code if the caller has no access in this region
   */
  authorize(request: LocalRequest, call: ServiceCall): Promise<CallerContext>;
  /** Whether a region exists, and is enabled for the account. */
  isEnabled(scope: AccountRegion): boolean;
  /** Whether a policy denies calls to a service there. */
  isDenied(scope: AccountRegion, service: string): boolean;
  /** Sorted by name. */
  list(type: DescribedType, scope: AccountRegion): readonly ListedResource[];
  /** The same for all regions. */
  listAll(type: DescribedType, accountId: string): readonly ListedResource[];
  find(arn: string): ListedResource | undefined;
  /** Whether the account file describes it: that is never changed, so it can't be deleted. */
  isDescribed(arn: string): boolean;
  /** The described resources of a type without a property of its own, in the order of their ARNs. */
  others(type: string, scope: AccountRegion): readonly ListedOther[];
  /** Where a resource without a list of its own is described. */
  placeOf(arn: string): AccountRegion | undefined;
  /** Tag visibility of this call: current, or stale by an injected fault. */
  tagReadFor(request: LocalRequest, operation: string): TagRead;
  tagsOf(resource: ListedResource, read: TagRead): Tags;
  /**
   * Changes the tags of any resource.
   *
   * @throws AwsError with the code of the resource's service if it refuses the change
   */
  change(
    arn: string,
    change: TagChange,
    caller: { readonly callerArn: string; readonly action: string },
  ): void;
  close(): void;
}

/** Only described resources, until services register their own. */
export function createResourceRegistry(options: ResourceRegistryOptions): ResourceRegistry {
  const { organization, keys, clock, tags, faults } = options;
  const home = { accountId: options.home.accountId, region: options.home.region };
  const described = indexDescribed(organization.accounts);
  const others = indexOthers(organization.accounts);
  const registeredLists = new Map<DescribedType, () => readonly OwnResource[]>();
  const pendingRequests = new Set<() => void>();

  const isHome = ({ accountId, region }: AccountRegion) =>
    accountId === home.accountId && region === home.region;

  /** Those of all regions, or of one. */
  const registeredResources = (type: DescribedType, scope?: AccountRegion): ListedResource[] =>
    (scope === undefined || scope.accountId === home.accountId ? (registeredLists.get(type)?.() ?? []) : [])
      .filter(({ region = home.region }) => scope === undefined || region === scope.region)
      .map(({ name, createdMs, region = home.region }) => ({
        accountId: home.accountId,
        region,
        type,
        name,
        createdMs,
        arn: arnOf(type, home, name),
        original: { tags: {}, everTagged: false },
      }));

  function list(type: DescribedType, scope: AccountRegion): readonly ListedResource[] {
    const all = described.list(type, scope);
    const own = registeredResources(type, scope);
    if (own.length === 0) return all;
    // A created resource that is also described is listed once.
    const others = all.filter(({ name }) => !own.some((resource) => resource.name === name));
    return [...others, ...own].sort(byName);
  }

  function find(arn: string): ListedResource | undefined {
    const type = typeOfArn(arn) as DescribedType | undefined;
    if (type === undefined || !registeredLists.has(type)) return described.find(arn);
    return registeredResources(type).find((resource) => resource.arn === arn) ?? described.find(arn);
  }

  /** Pends until the server is closed. */
  function waitUntilClosed(): Promise<never> {
    return new Promise((_, reject) => pendingRequests.add(() => reject(new ConnectionReset())));
  }

  function isDeniedAt({ accountId, region }: AccountRegion, service: string): boolean {
    const known = organization.region(accountId, region);
    return known !== undefined && isDenied(known, service as DeniableService);
  }

  tags.addSource({
    find: (arn) => find(arn)?.original,
    resources(accountId, region) {
      // Not copied into one list: that would happen for every page of a hundred.
      const lists = registeredTypes.map((type) => list(type, { accountId, region }));
      return {
        size: lists.reduce((size, { length }) => size + length, 0),
        at(position) {
          let index = position;
          for (const part of lists) {
            if (index < part.length) return part[index];
            index -= part.length;
          }
          return undefined;
        },
      };
    },
  });

  tags.addSource(others.source);

  function callerContextOf(request: LocalRequest): CallerContext {
    const { accountId, arn } = keys.identityOf(request);
    return { accountId, region: request.signingRegion ?? home.region, callerArn: arn };
  }

  return {
    tags,
    callerContextOf,
    register: (type, ownList) => void registeredLists.set(type, ownList),
    async authorize(request, call) {
      const caller = callerContextOf(request);
      const { action } = call;
      const known = organization.region(caller.accountId, caller.region);
      if (known?.unreachable) await waitUntilClosed();
      await request.reportCall(call);
      if ((keys.expiryOf(request.accessKeyId) ?? Number.POSITIVE_INFINITY) <= clock.now()) {
        throw keyExpired(action);
      }
      // The server's own region exists even if AWS has none of this name.
      if (known ? known.optIn === 'not-opted-in' : !isHome(caller)) throw regionNotEnabled(action);
      if (isDeniedAt(caller, action.slice(0, action.indexOf(':'))))
        throw accessDenied(action, caller.callerArn);
      return caller;
    },
    isEnabled(scope) {
      const known = organization.region(scope.accountId, scope.region);
      return known ? known.optIn !== 'not-opted-in' : isHome(scope);
    },
    isDenied: isDeniedAt,
    list,
    listAll: (type, accountId) =>
      organization
        .regions(accountId)
        .map(({ name }) => name)
        .concat(organization.region(accountId, home.region) ? [] : home.region)
        .flatMap((region) => list(type, { accountId, region }))
        .sort(byName),
    find,
    isDescribed: (arn) => described.find(arn) !== undefined,
    others: others.list,
    placeOf: others.placeOf,
    tagReadFor: ({ caller }, operation) => ({ staleMs: faults()?.tags.staleMs(caller, operation) ?? 0 }),
    tagsOf: ({ arn, original }, read) => tags.of(arn, original.tags, read),
    change(arn, { set = {}, remove = [] }, { callerArn, action }) {
      const service = serviceOfArn(arn);
      const type = typeOfArn(arn) ?? '';
      if (faults()?.tags.denies({ arn, type })) throw accessDenied(action, callerArn, arn);
      const remaining = Object.entries(tags.get(arn)).filter(([key]) => !remove.includes(key));
      const problem =
        remove.map(findTagKeyProblem).find((found) => found) ??
        findTagsProblem(set, Object.fromEntries(remaining), type);
      if (problem) throw tagProblemError(service, problem);
      if (remove.length > 0) tags.remove(arn, remove);
      if (Object.keys(set).length > 0) tags.set(arn, set);
    },
    close() {
      for (const reset of pendingRequests) reset();
    },
  };
}

const registeredTypes: readonly DescribedType[] = [
  'dynamodb:table',
  'lambda:function',
  'logs:log-group',
  's3:bucket',
  'sns:topic',
  'sqs:queue',
];
