import type { Form } from '../../form.ts';
import { writeXml } from '../../xml.ts';
import { invalidParameter } from '../errors.ts';
import { readFilters, unknownFilter } from '../filter.ts';
import { pageSizeOf } from '../page-size.ts';
import type { RequestContext } from '../request-context.ts';
import { required } from './making.ts';
import { refused } from './network-errors.ts';
import { findPrefixList } from './prefix-lists.ts';
import { type Zone, zonesOf } from './zones.ts';

/** The Availability Zones of the region; it has no zones of other types here. @throws AwsError */
export function describeAvailabilityZones(form: Form, context: RequestContext): string {
  const { region } = context;
  const names = form.texts('ZoneName');
  const ids = form.texts('ZoneId');
  const zones = zonesOf(context);
  const wrong =
    names.find((name) => !zones.some((zone) => zone.name === name)) ??
    ids.find((id) => !zones.some((zone) => zone.id === id));
  if (wrong !== undefined) throw invalidParameter(`Invalid availability zone: [${wrong}]`);
  const filters = readFilters(form).map((filter) => ({ filter, read: readerOf(filter.name, region) }));
  const found = zones.filter(
    (zone) =>
      (names.length === 0 || names.includes(zone.name)) &&
      (ids.length === 0 || ids.includes(zone.id)) &&
      filters.every(({ filter, read }) => filter.matches([read(zone)])),
  );
  return writeXml({
    availabilityZoneInfo: {
      item: found.map(({ name, id }) => ({
        optInStatus: 'opt-in-not-required',
        messageSet: {},
        regionName: region,
        zoneName: name,
        zoneId: id,
        groupName: `${region}-zg-1`,
        networkBorderGroup: region,
        zoneType: 'availability-zone',
        zoneState: 'available',
      })),
    },
  });
}

function readerOf(filter: string, region: string): (zone: Zone) => string {
  switch (filter) {
    case 'zone-name':
      return ({ name }) => name;
    case 'zone-id':
      return ({ id }) => id;
    case 'region-name':
      return () => region;
    case 'group-name':
      return () => `${region}-zg-1`;
    case 'zone-type':
      return () => 'availability-zone';
    case 'opt-in-status':
      return () => 'opt-in-not-required';
    case 'state':
      return () => 'available';
    default:
      throw unknownFilter(filter);
  }
}

/** Public access is not blocked: nothing here turns it off. */
export function describeVpcBlockPublicAccessOptions(_form: Form, context: RequestContext): string {
  return writeXml({
    vpcBlockPublicAccessOptions: {
      awsAccountId: context.accountId,
      awsRegion: context.region,
      state: 'default-state',
      internetGatewayBlockMode: 'off',
      managedBy: 'account',
      exclusionsAllowed: 'allowed',
    },
  });
}

/** @throws AwsError if one is named: there are none */
export function describeVpcBlockPublicAccessExclusions(form: Form): string {
  const [id] = form.texts('ExclusionId');
  if (id !== undefined) {
    throw refused(
      'InvalidVpcBlockPublicAccessExclusionId.NotFound',
      `The VPC Block Public Access exclusion ID '${id}' does not exist`,
    );
  }
  return '<vpcBlockPublicAccessExclusionSet></vpcBlockPublicAccessExclusionSet>';
}

/** The ranges of a prefix list of AWS. @throws AwsError `InvalidPrefixListID.NotFound` */
export function getManagedPrefixListEntries(form: Form, context: RequestContext): string {
  const id = required(form, 'PrefixListId');
  const list = findPrefixList(id, context);
  if (!list) throw refused('InvalidPrefixListID.NotFound', `The prefix list ID '${id}' does not exist`);
  const pageSize = pageSizeOf(form, { maxPageSize: 100, clamps: false }) ?? Number.POSITIVE_INFINITY;
  const token = form.text('NextToken');
  const start = token === undefined ? 0 : context.tokens.read(`entries ${id}`, token);
  const end = start + pageSize;
  return writeXml({
    entrySet: { item: list.cidrs.slice(start, end).map((cidr) => ({ cidr })) },
    ...(end < list.cidrs.length && { nextToken: context.tokens.write(`entries ${id}`, end) }),
  });
}
