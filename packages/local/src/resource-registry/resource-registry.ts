import type { AccessKeys } from '../access-keys.ts';
import { type DeniableService, type DescribedType, isDenied, type Organization } from '../account/index.ts';
import type { Clock } from '../clock.ts';
import type { Faults } from '../faults/faults.ts';
import { ConnectionReset, type LocalRequest, type ServiceCall } from '../service.ts';
import type { TagRead, TagStore, Tags } from '../tags/index.ts';
import { accessDenied, keyExpired, regionNotEnabled } from './access-errors.ts';
import { byName, indexDescribed, type ListedResource } from './described-index.ts';
import { type AccountRegion, arnOf, serviceOfArn, typeOfArn } from './resource-types.ts';
import { tagProblemError } from './tag-calls.ts';
import { findTagKeyProblem, findTagsProblem } from './tag-rules.ts';

export interface ResourceRegistryOptions {
  readonly organization: Organization;
  readonly keys: AccessKeys;
  readonly clock: Pick<Clock, 'now'>;
  readonly tags: TagStore;
  /** The account and region that this server's own resources are in; requests that are not signed are for them. */
  readonly home: AccountRegion;
  readonly faults: () => Faults | undefined;
}

/** Whom a request is from, and for which region. */
export interface CallerContext extends AccountRegion {
  readonly callerArn: string;
}

/** What a service made here holds. */
export interface OwnResource {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly createdMs: number;
}

/** A change of a resource's tags. */
export interface TagChange {
  readonly set?: Tags;
  readonly remove?: readonly string[];
}

/**
 * The resources of all accounts and regions but those of EC2, with their tags: what is described, and what this server
 * holds itself.
 */
export interface ResourceRegistry {
  readonly tags: TagStore;
  /** A service tells how its own resources are found. */
  register(type: DescribedType, list: () => readonly OwnResource[]): void;
  /** Whom a request is from, and for which region, whether it is let in or not. */
  callerContextOf(request: LocalRequest): CallerContext;
  /**
   * Announces what is asked, and lets it in.
   *
   * @throws AwsError in the words of the service asked, where this caller is not answered in this region
   */
  authorize(request: LocalRequest, call: ServiceCall): Promise<CallerContext>;
  /** Whether a policy forbids what is asked of a service there. */
  isDenied(place: AccountRegion, service: string): boolean;
  /** Sorted by name. */
  list(type: DescribedType, place: AccountRegion): readonly ListedResource[];
  /** The same of all regions. */
  listAll(type: DescribedType, accountId: string): readonly ListedResource[];
  find(arn: string): ListedResource | undefined;
  /** How this call sees tags: as they are, or stale, by fault. */
  tagReadFor(request: LocalRequest, operation: string): TagRead;
  tagsOf(resource: ListedResource, read: TagRead): Tags;
  /**
   * Changes the tags of any resource.
   *
   * @throws AwsError in the words of the resource's service, where it does not take the change
   */
  change(
    arn: string,
    change: TagChange,
    caller: { readonly callerArn: string; readonly action: string },
  ): void;
  close(): void;
}

/** Nothing but what is described, until services tell of their own. */
export function createResourceRegistry(options: ResourceRegistryOptions): ResourceRegistry {
  const { organization, keys, clock, tags, faults } = options;
  const home = { accountId: options.home.accountId, region: options.home.region };
  const described = indexDescribed(organization.accounts);
  const registeredLists = new Map<DescribedType, () => readonly OwnResource[]>();
  const hangingRequests = new Set<() => void>();

  const isHome = ({ accountId, region }: AccountRegion) =>
    accountId === home.accountId && region === home.region;

  const registeredResources = (type: DescribedType): ListedResource[] =>
    (registeredLists.get(type)?.() ?? []).map(({ name, createdMs }) => ({
      ...home,
      type,
      name,
      createdMs,
      arn: arnOf(type, home, name),
      original: { tags: {}, everTagged: false },
    }));

  function list(type: DescribedType, place: AccountRegion): readonly ListedResource[] {
    const all = described.list(type, place);
    const own = isHome(place) ? registeredResources(type) : [];
    if (own.length === 0) return all;
    // Who makes what is described already has it once.
    const others = all.filter(({ name }) => !own.some((resource) => resource.name === name));
    return [...others, ...own].sort(byName);
  }

  function find(arn: string): ListedResource | undefined {
    const type = typeOfArn(arn) as DescribedType | undefined;
    if (type === undefined || !registeredLists.has(type)) return described.find(arn);
    return registeredResources(type).find((resource) => resource.arn === arn) ?? described.find(arn);
  }

  /** Never ends, but with the server. */
  function hangUntilClosed(): Promise<never> {
    return new Promise((_, reject) => hangingRequests.add(() => reject(new ConnectionReset())));
  }

  function isDeniedAt({ accountId, region }: AccountRegion, service: string): boolean {
    const known = organization.region(accountId, region);
    return known !== undefined && isDenied(known, service as DeniableService);
  }

  tags.addSource({
    find: (arn) => find(arn)?.original,
    resources(accountId, region) {
      // Not copied into one list: that would be done for every page of a hundred.
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

  function callerContextOf(request: LocalRequest): CallerContext {
    const { accountId, arn } = keys.identityOf(request);
    return { accountId, region: request.signingRegion ?? home.region, callerArn: arn };
  }

  return {
    tags,
    callerContextOf,
    register: (type, ownList) => void registeredLists.set(type, ownList),
    async authorize(request, call) {
      const place = callerContextOf(request);
      const { action } = call;
      const known = organization.region(place.accountId, place.region);
      if (known?.unreachable) await hangUntilClosed();
      await request.reportCall(call);
      if ((keys.expiryOf(request.accessKeyId) ?? Number.POSITIVE_INFINITY) <= clock.now()) {
        throw keyExpired(action);
      }
      // The server's own region is there also where AWS has none of this name.
      if (known ? known.optIn === 'not-opted-in' : !isHome(place)) throw regionNotEnabled(action);
      if (isDeniedAt(place, action.slice(0, action.indexOf(':'))))
        throw accessDenied(action, place.callerArn);
      return place;
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
      for (const reset of hangingRequests) reset();
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
