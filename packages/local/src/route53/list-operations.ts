import type { AccountRegion } from '../resource-registry/index.ts';
import type { ZoneContext, ZoneOperation } from './context.ts';
import { sortKey } from './domain-names.ts';
import { invalidInput, noSuchVpc } from './errors.ts';
import { recordsOf, zonesOf } from './find-zones.ts';
import type { HostedZone } from './model.ts';
import { readName, zoneXml } from './zone-operations.ts';

const MAX_ZONES = 100;

/** The lists of hosted zones. */
export function createListOperations(context: ZoneContext): Readonly<Record<string, ZoneOperation>> {
  const { tokens, hasVpc } = context;
  const member = (zone: HostedZone) => zoneXml(zone, recordsOf(context, zone).size);

  return {
    ListHostedZones: {
      method: 'GET',
      path: /^\/2013-04-01\/hostedzone\/?$/,
      act({ request: { query }, caller }) {
        const type = query.get('hostedzonetype');
        if (type !== null && type !== 'PrivateHostedZone')
          throw invalidInput(`'${type}' is not a type of hosted zones`);
        if (query.has('delegationsetid'))
          throw invalidInput('Reusable delegation sets are not supported by the embedded AWS');
        const all = zonesOf(context, caller).filter((zone) => type === null || zone.isPrivate);
        const scope = JSON.stringify(['ListHostedZones', caller.accountId, caller.region, type]);
        const { page, next, size, token } = pageOf(all, query, 'marker', scope);
        return {
          elements: {
            HostedZones: { HostedZone: page.map(member) },
            Marker: token ?? '',
            IsTruncated: next !== undefined,
            NextMarker: next,
            MaxItems: size,
          },
        };
      },
    },

    ListHostedZonesByName: {
      method: 'GET',
      path: /^\/2013-04-01\/hostedzonesbyname\/?$/,
      act({ request: { query }, caller }) {
        const [written, id] = [query.get('dnsname'), query.get('hostedzoneid')];
        if (id !== null && written === null)
          throw invalidInput('A hosted zone ID cannot be specified without a DNS name');
        const size = sizeOf(query);
        const start = written === null ? '' : sortKey(readName(written));
        const sorted = zonesOf(context, caller)
          .map((zone) => ({ zone, key: sortKey(zone.name) }))
          .toSorted((a, b) => (a.key === b.key ? (a.zone.id < b.zone.id ? -1 : 1) : a.key < b.key ? -1 : 1))
          .filter(({ zone, key }) => key > start || (key === start && zone.id >= (id ?? '')))
          .map(({ zone }) => zone);
        const next = sorted[size];
        return {
          elements: {
            HostedZones: { HostedZone: sorted.slice(0, size).map(member) },
            DNSName: written ?? undefined,
            HostedZoneId: id ?? undefined,
            IsTruncated: next !== undefined,
            NextDNSName: next?.name,
            NextHostedZoneId: next?.id,
            MaxItems: size,
          },
        };
      },
    },

    ListHostedZonesByVPC: {
      method: 'GET',
      path: /^\/2013-04-01\/hostedzonesbyvpc\/?$/,
      act({ request: { query }, caller }) {
        const [vpcId, vpcRegion] = [query.get('vpcid') ?? '', query.get('vpcregion') ?? ''];
        const scope: AccountRegion = { accountId: caller.accountId, region: vpcRegion };
        if (vpcId === '' || vpcRegion === '') throw invalidInput('VPCId and VPCRegion must be specified');
        if (!hasVpc(scope, vpcId)) throw noSuchVpc(vpcId, vpcRegion);
        const all = zonesOf(context, caller).filter((zone) =>
          zone.vpcs.some((vpc) => vpc.vpcId === vpcId && vpc.vpcRegion === vpcRegion),
        );
        const { page, next, size } = pageOf(all, query, 'nexttoken', JSON.stringify([scope, vpcId]));
        return {
          elements: {
            HostedZoneSummaries: {
              HostedZoneSummary: page.map(({ id, name, accountId }) => ({
                HostedZoneId: id,
                Name: name,
                Owner: { OwningAccount: accountId },
              })),
            },
            MaxItems: size,
            NextToken: next,
          },
        };
      },
    },
  };

  function pageOf(all: readonly HostedZone[], query: URLSearchParams, name: string, scope: string) {
    const size = sizeOf(query);
    const token = query.get(name) ?? undefined;
    const from = token === undefined ? 0 : tokens.read(scope, token);
    const to = from + size;
    return {
      page: all.slice(from, to),
      next: to < all.length ? tokens.write(scope, to) : undefined,
      size,
      token,
    };
  }
}

/** @throws AwsError `InvalidInput` */
function sizeOf(query: URLSearchParams): number {
  const text = query.get('maxitems') ?? String(MAX_ZONES);
  const size = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (size < 1 || size > MAX_ZONES)
    throw invalidInput(`The maximum of items '${text}' is not from 1 to ${MAX_ZONES}`);
  return size;
}
