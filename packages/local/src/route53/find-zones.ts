import { listedItem } from '../listed/list-operation.ts';
import type { AccountRegion } from '../resource-registry/index.ts';
import type { ZoneContext } from './context.ts';
import { DomainNameError, readDomainName } from './domain-names.ts';
import { noSuchZone } from './errors.ts';
import type { HostedZone, RecordSet } from './model.ts';
import { standardRecords } from './standard-records.ts';

type Known = Pick<ZoneContext, 'store' | 'registry'>;

/** The hosted zones of an account: those that the account file describes, then those created here. */
export function zonesOf({ store, registry }: Known, scope: AccountRegion): readonly HostedZone[] {
  const described = registry.others('route53:hostedzone', scope).map((resource): HostedZone => {
    const { name: id, attributes, tags } = listedItem(resource, registry);
    const stored = store.zones.get(id);
    return {
      id,
      accountId: scope.accountId,
      name: nameOr(attributes.name, `${id.toLowerCase()}.example.`),
      callerReference: id,
      ...(attributes.description !== undefined && { comment: attributes.description }),
      isPrivate: attributes.kind === 'private',
      vpcs: [],
      ...stored,
      tags,
      isDescribed: true,
    };
  });
  const ids = new Set(described.map(({ id }) => id));
  const own = [...store.zones.values()].filter(
    (zone) => zone.accountId === scope.accountId && !ids.has(zone.id),
  );
  return [...described, ...own];
}

function nameOr(text: string | undefined, otherwise: string): string {
  try {
    return readDomainName(text ?? otherwise);
  } catch (error) {
    if (error instanceof DomainNameError) return otherwise;
    throw error;
  }
}

/** @throws AwsError `NoSuchHostedZone` */
export function zoneAt(context: Known, id: string, scope: AccountRegion): HostedZone {
  const zone = zonesOf(context, scope).find((each) => each.id === id);
  if (!zone) throw noSuchZone(id);
  return zone;
}

/** The records of a zone; one of the account file begins with those that each has. */
export function recordsOf({ store }: Pick<Known, 'store'>, zone: HostedZone): ReadonlyMap<string, RecordSet> {
  const records = store.recordsOf(zone.id);
  return records.size === 0 ? standardRecords(zone) : records;
}
