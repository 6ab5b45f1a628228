import { createPageTokens } from '../ec2/paging.ts';
import type { CallerContext, ListedOther, ResourceRegistry } from '../resource-registry/index.ts';
import { AwsError, type LocalRequest } from '../service.ts';
import type { Tags } from '../tags/index.ts';

/** A described resource as a list writes it. */
export interface ListedItem {
  readonly arn: string;
  /** What follows the type in its ARN. */
  readonly name: string;
  readonly attributes: NonNullable<ListedOther['entry']['attributes']>;
  readonly links: NonNullable<ListedOther['entry']['links']>;
  /** ISO 8601. */
  readonly createdAt: string | undefined;
  readonly tags: Tags;
}

/** One list operation of a service: what it lists, how it pages, and what it writes. */
export interface ListOperation {
  /** IAM actions. */
  readonly actions: readonly string[];
  /** What the permission is checked on, of actions with permissions by resource: `cluster:*`; default: `*`. */
  readonly resource?: string;
  readonly type: string;
  /** Only these of the type. */
  readonly isIn?: (item: ListedItem, input: ListInput) => boolean;
  /** Those that a service of this server has created there. */
  readonly own?: (scope: CallerContext) => readonly ListedItem[];
  /** The names of the parameters of a page, and its sizes. */
  readonly size?: { readonly name: string; readonly default: number; readonly maximum: number };
  readonly token?: string;
  /** What the response calls the token, if it is another name. */
  readonly next?: string;
  /** @param hasMore whether another page follows */
  readonly write: (
    items: readonly ListedItem[],
    scope: CallerContext,
    hasMore: boolean,
  ) => Readonly<Record<string, unknown>>;
}

/** The parameters of a request by name, in any protocol. */
export interface ListInput {
  text(name: string): string | undefined;
}

/** Answers list operations from the described resources. */
export interface Listing {
  answer(
    name: string,
    operation: ListOperation,
    input: ListInput,
    request: LocalRequest,
  ): Promise<Readonly<Record<string, unknown>>>;
}

/** @param errorCode of parameters that are not valid */
export function createListing(registry: ResourceRegistry, errorCode: string): Listing {
  const invalid = (message: string) => new AwsError(400, errorCode, message);
  const tokens = createPageTokens(() => invalid('The token of the next page is not valid.'));
  return {
    async answer(name, operation, input, request) {
      const {
        actions,
        type,
        size,
        token,
        next = token,
        isIn = () => true,
        own = () => [],
        write,
      } = operation;
      let caller = registry.callerContextOf(request);
      for (const action of actions)
        caller = await registry.authorize(request, {
          action,
          resource: arnOf(action, operation, caller),
          operation: name,
        });
      const all = registry
        .others(type, caller)
        .map((resource) => listedItem(resource, registry))
        .concat(own(caller))
        .filter((item) => isIn(item, input));
      if (size === undefined || token === undefined) return write(all, caller, false);
      const given = input.text(size.name);
      const limit = Number(given ?? size.default);
      if (!Number.isInteger(limit) || limit < 1 || limit > size.maximum)
        throw invalid(`${size.name} must be from 1 to ${size.maximum}, not ${JSON.stringify(given)}`);
      const scope = JSON.stringify([name, type, caller.accountId, caller.region]);
      const written = input.text(token);
      const from = written === undefined ? 0 : tokens.read(scope, written);
      const to = from + limit;
      const hasMore = to < all.length;
      return {
        ...write(all.slice(from, to), caller, hasMore),
        ...(hasMore && { [next ?? token]: tokens.write(scope, to) }),
      };
    },
  };
}

function arnOf(action: string, { resource }: ListOperation, { accountId, region }: CallerContext): string {
  const [service] = action.split(':');
  return resource === undefined ? '*' : `arn:aws:${service}:${region}:${accountId}:${resource}`;
}

/** A described resource with its tags of now. */
export function listedItem(
  { arn, original, entry }: ListedOther,
  { tags }: Pick<ResourceRegistry, 'tags'>,
): ListedItem {
  const { attributes = {}, links = {}, createdAt } = entry;
  const resource = arn.split(':').slice(5).join(':').replace(/^\//, '');
  const name = resource.replace(/^[^/:]+[/:]/, '');
  return { arn, name, attributes, links, createdAt, tags: tags.of(arn, original.tags) };
}

/** As most services write them. */
export function tagList(tags: Tags): readonly { readonly Key: string; readonly Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** The ids of a link, of resources of EC2. */
export function idsOf(links: ListedItem['links'], name: string): readonly string[] {
  const found = links[name] ?? [];
  return (typeof found === 'string' ? [found] : found).map((arn) => arn.slice(arn.lastIndexOf('/') + 1));
}

/** Seconds since 1970, as JSON has times. */
export function secondsOf(createdAt: string | undefined): number | undefined {
  return createdAt === undefined ? undefined : Date.parse(createdAt) / 1000;
}

/** When what has to have a time of creation was created, if it is not described. */
export const ANY_TIME = '2026-01-01T00:00:00.000Z';
