import { type Attributes, type Links, type Tags } from '@groundcrew/account';
import { formatArn } from '@groundcrew/aws-core';
import type { Fields, Read } from './fields.ts';
import type { ListServiceName } from './services.ts';

/** Where a list is read. */
export interface ListPlace {
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
}

/** A resource as a list has it. */
export interface FoundResource {
  readonly arn: string;
  /** A name for people, if it is not what follows the type in the ARN. */
  readonly id?: string;
  readonly createdAt?: Date;
  /** Missing: the list does not have them. */
  readonly tags?: Tags;
  readonly links?: Links;
  readonly attributes?: Attributes;
}

/** Parameters of a request; those of a rest protocol are all in its query string. */
export type ListInput = Readonly<Record<string, string | number | readonly string[]>>;

/** One list operation of a service, and how its response is read. */
export interface ListCall {
  readonly service: ListServiceName;
  readonly operation: string;
  /** The IAM actions that it needs. */
  readonly permissions: readonly string[];
  /** Of the rest protocols. */
  readonly path?: string;
  /** Of rest-xml: the root element of its response, if it is not `…Response`. */
  readonly root?: string;
  /** @param within the ARN that it lists in, of calls that need one */
  readonly input?: (within: string | undefined) => ListInput;
  readonly response: Fields;
  /** The name of the page's token in the request; missing: there is one page. */
  readonly token?: string;
  readonly page: (
    response: object,
    place: ListPlace,
    within: string | undefined,
  ) => { readonly resources: readonly FoundResource[]; readonly next: string | undefined };
}

/** A {@link ListCall} whose response and items are typed by the fields that are read. */
export interface ListCallSpec<Response extends Fields, Item> extends Omit<ListCall, 'page' | 'response'> {
  readonly response: Response;
  readonly items: (response: Read<Response>) => readonly Item[] | undefined;
  readonly next?: (response: Read<Response>) => string | undefined;
  /** `undefined`: it is left out. */
  readonly resource: (item: Item, place: ListPlace, within: string | undefined) => FoundResource | undefined;
}

export function defineList<const Response extends Fields, Item>({
  items,
  next = () => undefined,
  resource,
  ...call
}: ListCallSpec<Response, Item>): ListCall {
  return {
    ...call,
    page(response, place, within) {
      const read = response as Read<Response>;
      const resources = (items(read) ?? []).flatMap((item) => resource(item, place, within) ?? []);
      // Some services write an empty token on the last page.
      return { resources, next: next(read) || undefined };
    },
  };
}

/** A type of resources, and all calls that list it. */
export interface ListType {
  /** Plural, for people: `DB instances`. */
  readonly title: string;
  readonly calls: readonly ListCall[];
  /** A type whose resources its calls list in: each of them once. */
  readonly within?: string;
  /** A call whose resources are left out, by their ids. */
  readonly except?: ListCall;
}

/** An ARN in the place of a list. */
export function arnIn(
  { partition, region, accountId }: ListPlace,
  service: string,
  resource: string,
): string {
  return formatArn({ partition, service, region, accountId, resource });
}

/** Tags as nearly all services write them. */
export function tagsFrom(
  tags: readonly { readonly Key?: string; readonly Value?: string }[] | undefined,
): Tags {
  return Object.fromEntries((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** Links to groups, subnets and a network by their ids. */
export function networkLinks(
  place: ListPlace,
  found: {
    readonly vpc?: string | undefined;
    readonly groups?: readonly (string | undefined)[];
  },
): Links {
  const arns = (kind: string, ids: readonly (string | undefined)[] = []) =>
    ids.flatMap((id) => (id === undefined || id === '' ? [] : arnIn(place, 'ec2', `${kind}/${id}`)));
  const [vpc] = arns('vpc', [found.vpc]);
  const groups = arns('security-group', found.groups);
  return {
    ...(vpc !== undefined && { vpc }),
    ...(groups.length > 0 && { 'security-group': groups }),
  };
}
