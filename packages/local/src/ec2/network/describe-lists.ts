import type { Form } from '../../form.ts';
import type { Tags } from '../../tags/index.ts';
import { writeXml, type XmlElements } from '../../xml.ts';
import { arnPrefix } from '../arns.ts';
import { invalidCombination, unknownIds } from '../errors.ts';
import { readFilters, unknownFilter } from '../filter.ts';
import { type PageRule, pageSizeOf } from '../page-size.ts';
import type { RequestContext } from '../request-context.ts';
import { ruleElements } from './group-rules.ts';
import { refused } from './network-errors.ts';
import { managedListElements, prefixListElements, prefixLists } from './prefix-lists.ts';
import { networkResourceElements } from './network-resource-elements.ts';
import { valuesOfFilter } from './network-resource-filters.ts';
import type { FurtherKind, NetworkResource } from './network-resources.ts';

/** One of a list: where it is in the order, and what is asked of it. */
interface Listed {
  /** Never that of another one, so that a page token stays valid. */
  readonly position: number;
  readonly id: string;
  readonly tags: Tags;
  /** `undefined`: there is no such filter. */
  readonly valuesOf: (filter: string) => readonly string[] | undefined;
  readonly elements: () => XmlElements;
}

interface List {
  readonly idParameter: string;
  readonly setName: string;
  readonly pages: PageRule;
  readonly knows: (filter: string) => boolean;
  readonly all: (context: RequestContext) => readonly Listed[];
  readonly unknownId: (id: string) => Error;
  readonly hasTags?: false;
}

const pages: PageRule = { maxPageSize: 1000, clamps: false };

/** The response of a describe action of a short list. @throws AwsError */
function describe(list: List, form: Form, context: RequestContext): string {
  const ids = [...new Set(form.texts(list.idParameter))];
  const pageSize = pageSizeOf(form, list.pages) ?? Number.POSITIVE_INFINITY;
  if (ids.length > 0 && form.text('MaxResults') !== undefined)
    throw invalidCombination(
      `The parameter ${list.idParameter} cannot be used with the parameter maxResults`,
    );
  const filters = readFilters(form);
  for (const { name } of filters) {
    const isKnown = name === 'tag-key' || name.startsWith('tag:') || list.knows(name);
    if (!isKnown) throw unknownFilter(name);
  }
  const all = list.all(context);
  for (const id of ids) if (!all.some((each) => each.id === id)) throw list.unknownId(id);
  const scope = JSON.stringify([list.setName, context.accountId, context.region, ids, filters]);
  const token = form.text('NextToken');
  const start = token === undefined ? 0 : context.tokens.read(scope, token);
  const matching = all.filter(
    (each) =>
      each.position >= start &&
      (ids.length === 0 || ids.includes(each.id)) &&
      filters.every((filter) => filter.matches(valuesOf(each, filter.name))),
  );
  const next = matching[pageSize];
  return writeXml({
    [list.setName]: {
      item: matching.slice(0, pageSize).map(({ tags, elements }) => ({
        ...elements(),
        ...(list.hasTags !== false && {
          tagSet: { item: Object.entries(tags).map(([key, value]) => ({ key, value })) },
        }),
      })),
    },
    ...(next && { nextToken: context.tokens.write(scope, next.position) }),
  });
}

function valuesOf({ tags, valuesOf: read }: Listed, name: string): readonly string[] {
  if (name === 'tag-key') return Object.keys(tags);
  if (!name.startsWith('tag:')) return read(name) ?? [];
  const key = name.slice('tag:'.length);
  return Object.hasOwn(tags, key) ? [tags[key]!] : [];
}

function tagsOf(
  kind: FurtherKind | 'security-group-rule',
  id: string,
  tags: Tags,
  context: RequestContext,
): Tags {
  return context.tagStore.of(arnPrefix(kind, context) + id, tags, context.tagRead);
}

function listOfResources(kind: FurtherKind, idParameter: string, setName: string): List {
  return {
    idParameter,
    setName,
    pages,
    knows: (name) => valuesOfFilter(kind, name) !== undefined,
    all: (context) =>
      context.network.found(kind).map((resource: NetworkResource) => ({
        position: resource.serial,
        id: resource.id,
        tags: tagsOf(kind, resource.id, resource.tags, context),
        valuesOf: (name) => valuesOfFilter(kind, name)?.(resource, context.network),
        elements: () => networkResourceElements(resource, context.network),
      })),
    unknownId: (id) => unknownIds(kind, [id]),
  };
}

const groupRules: List = {
  idParameter: 'SecurityGroupRuleId',
  setName: 'securityGroupRuleSet',
  pages,
  knows: (name) => name === 'group-id' || name === 'security-group-rule-id',
  all: (context) =>
    context.network.rules().map(({ group, rule }, position) => ({
      position,
      id: rule.id,
      tags: tagsOf('security-group-rule', rule.id, rule.tags, context),
      valuesOf: (name) => (name === 'group-id' ? [group.id] : [rule.id]),
      elements: () => ruleElements(rule, group, context.network),
    })),
  unknownId: (id) =>
    refused('InvalidSecurityGroupRuleId.NotFound', `The security group rule ID '${id}' does not exist`),
};

function listOfPrefixLists(isManaged: boolean): List {
  return {
    idParameter: 'PrefixListId',
    setName: 'prefixListSet',
    pages: { maxPageSize: isManaged ? 100 : 1000, clamps: false },
    knows: (name) =>
      ['prefix-list-id', 'prefix-list-name', ...(isManaged ? ['owner-id'] : [])].includes(name),
    all: (context) =>
      prefixLists(context).map((list, position) => ({
        position,
        id: list.id,
        tags: {},
        valuesOf: (name) => [name === 'owner-id' ? 'AWS' : name === 'prefix-list-id' ? list.id : list.name],
        elements: () => (isManaged ? managedListElements(list, context) : prefixListElements(list)),
      })),
    unknownId: (id) => refused('InvalidPrefixListID.NotFound', `The prefix list ID '${id}' does not exist`),
    ...(!isManaged && { hasTags: false }),
  };
}

const lists: Readonly<Record<string, List>> = {
  DescribeEgressOnlyInternetGateways: listOfResources(
    'egress-only-internet-gateway',
    'EgressOnlyInternetGatewayId',
    'egressOnlyInternetGatewaySet',
  ),
  DescribeVpcEndpoints: listOfResources('vpc-endpoint', 'VpcEndpointId', 'vpcEndpointSet'),
  DescribeNetworkAcls: listOfResources('network-acl', 'NetworkAclId', 'networkAclSet'),
  DescribeVpcPeeringConnections: listOfResources(
    'vpc-peering-connection',
    'VpcPeeringConnectionId',
    'vpcPeeringConnectionSet',
  ),
  DescribeSecurityGroupRules: groupRules,
  DescribePrefixLists: listOfPrefixLists(false),
  DescribeManagedPrefixLists: listOfPrefixLists(true),
};

/** The describe actions of what an account file does not describe. */
export const listActions: Readonly<Record<string, (form: Form, context: RequestContext) => string>> =
  Object.fromEntries(
    Object.entries(lists).map(([name, list]) => [name, (form, context) => describe(list, form, context)]),
  );
