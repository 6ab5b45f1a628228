import { DomainNameError, isWithin, readDomainName } from './domain-names.ts';
import { invalidChangeBatch } from './errors.ts';
import { type HostedZone, keyOf, type RecordSet, routingMembers } from './model.ts';
import { findValueProblems } from './record-values.ts';
import type { RecordChange } from './record-xml.ts';

/** What is known of the zones that aliases refer to. */
export interface AliasZones {
  /** The end of the names in a zone of an AWS service: `.eu-west-1.elb.amazonaws.com.`; `undefined`: it is not known. */
  suffixOf(zoneId: string): string | undefined;
}

// "Quotas on records" of the Route 53 developer guide: records of a request, of which an UPSERT counts twice.
const MAX_RECORDS = 1000;

/**
 * The records of a zone after a batch of changes, each seen by the ones that follow it.
 *
 * @throws AwsError `InvalidChangeBatch` with all problems; none of the changes is made then
 */
export function applyChanges(
  zone: HostedZone,
  records: ReadonlyMap<string, RecordSet>,
  changes: readonly RecordChange[],
  aliases: AliasZones,
): ReadonlyMap<string, RecordSet> {
  const count = changes.reduce(
    (sum, { action, set }) => sum + (set.values?.length ?? 1) * (action === 'UPSERT' ? 2 : 1),
    0,
  );
  if (count > MAX_RECORDS) throw invalidChangeBatch([`Number of records limit of ${MAX_RECORDS} exceeded.`]);
  const next = new Map(records);
  const problems: string[] = [];
  for (const { action, set } of changes) {
    const found: string[] = [];
    const normal = normalized(set, found);
    if (normal && found.length === 0) {
      const key = keyOf(normal);
      const before = next.get(key);
      if (action === 'DELETE') found.push(...findDeleteProblems(normal, before));
      else
        found.push(
          ...findPutProblems(zone, normal, action === 'CREATE' && before !== undefined, next, aliases),
        );
      if (found.length === 0) {
        if (action === 'DELETE') next.delete(key);
        else next.set(key, normal);
      }
    }
    problems.push(...found);
  }
  const apex = (type: string) =>
    [...next.values()].some(({ Name, Type }) => Name === zone.name && Type === type);
  if (!apex('SOA')) problems.push('A HostedZone must contain exactly one SOA record.');
  if (!apex('NS')) problems.push('A HostedZone must contain at least one NS record for the zone itself.');
  if (problems.length > 0) throw invalidChangeBatch(problems);
  return next;
}

function normalized(set: RecordSet, problems: string[]): RecordSet | undefined {
  try {
    const { AliasTarget, ...rest } = set;
    return {
      ...rest,
      Name: readDomainName(set.Name),
      ...(AliasTarget && { AliasTarget: { ...AliasTarget, DNSName: readDomainName(AliasTarget.DNSName) } }),
    };
  } catch (error) {
    if (!(error instanceof DomainNameError)) throw error;
    problems.push(error.message);
    return undefined;
  }
}

function labelOf({ Name, Type, SetIdentifier }: RecordSet): string {
  const identifier = SetIdentifier === undefined ? '' : `, set-identifier='${SetIdentifier}'`;
  return `[name='${Name}', type='${Type}'${identifier}]`;
}

function findDeleteProblems(set: RecordSet, before: RecordSet | undefined): string[] {
  const tried = `Tried to delete resource record set ${labelOf(set)}`;
  if (!before) return [`${tried} but it was not found`];
  return sameText(set) === sameText(before)
    ? []
    : [`${tried} but the values provided do not match the current values`];
}

/** Values in any order. */
function sameText({ values, ...set }: RecordSet): string {
  return JSON.stringify([Object.entries(set).toSorted(([a], [b]) => (a < b ? -1 : 1)), values?.toSorted()]);
}

function findPutProblems(
  zone: HostedZone,
  set: RecordSet,
  exists: boolean,
  records: ReadonlyMap<string, RecordSet>,
  aliases: AliasZones,
): string[] {
  const { Name, Type, SetIdentifier, values } = set;
  if (!isWithin(Name, zone.name))
    return [`RRSet with DNS name ${Name} is not permitted in zone ${zone.name}`];
  if (exists) return [`Tried to create resource record set ${labelOf(set)} but it already exists`];
  if (Type === 'CNAME' && Name === zone.name)
    return [`RRSet of type CNAME with DNS name ${Name} is not permitted at apex in zone ${zone.name}`];
  if (Type === 'SOA' && Name !== zone.name)
    return [`RRSet of type SOA with DNS name ${Name} is permitted at apex only in zone ${zone.name}`];
  const others = [...records.values()].filter((each) => each.Name === Name);
  const conflict = others.find((each) => (each.Type === 'CNAME') !== (Type === 'CNAME'));
  if (conflict)
    return [
      Type === 'CNAME'
        ? `RRSet of type CNAME with DNS name ${Name} is not permitted as it conflicts with other records with the same DNS name in zone ${zone.name}`
        : `RRSet of type ${Type} with DNS name ${Name} is not permitted because a conflicting RRSet of type  CNAME with the same DNS name already exists in zone ${zone.name}`,
    ];
  const policy = policyOf(set);
  if (others.some((each) => each.Type === Type && policyOf(each) !== policy)) {
    const identifier = SetIdentifier === undefined ? '' : `, SetIdentifier ${SetIdentifier}`;
    return [
      `RRSet with DNS name ${Name}, type ${Type}${identifier} cannot be created as other RRSets exist with the same name and type.`,
    ];
  }
  return values ? findValueProblems(Type, values) : findAliasProblems(zone, set, records, aliases);
}

function policyOf(set: RecordSet): string {
  return routingMembers.find((member) => set[member] !== undefined) ?? 'simple';
}

/** "AliasTarget" of the API reference: a target in the same zone has to be there, and of the same type. */
function findAliasProblems(
  zone: HostedZone,
  { AliasTarget, Type, Name }: RecordSet,
  records: ReadonlyMap<string, RecordSet>,
  { suffixOf }: AliasZones,
): string[] {
  const { HostedZoneId, DNSName } = AliasTarget!;
  const tried = `Tried to create an alias that targets ${DNSName}, type ${Type} in zone ${HostedZoneId}, but`;
  if (HostedZoneId === zone.id) {
    if (!isWithin(DNSName, zone.name))
      return [`${tried} the alias target name does not lie within the target zone`];
    const target = [...records.values()].some(
      (each) => each.Name === DNSName && each.Type === Type && each.Name !== Name,
    );
    return target ? [] : [`${tried} that target was not found`];
  }
  const suffix = suffixOf(HostedZoneId);
  if (suffix !== undefined && !DNSName.endsWith(suffix))
    return [`${tried} the alias target name does not lie within the target zone`];
  return [];
}
