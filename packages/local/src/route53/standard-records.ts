import { hashOf } from '../hash.ts';
import { type HostedZone, keyOf, type RecordSet } from './model.ts';

/** Servers of private hosted zones, which nobody asks: all of them have the same. */
const privateServers = [
  'ns-1536.awsdns-00.co.uk',
  'ns-0.awsdns-00.com',
  'ns-1024.awsdns-00.org',
  'ns-512.awsdns-00.net',
];

/** The name servers of a zone, made of its id, in the form of those that Route 53 gives. */
export function nameServersOf({ id, isPrivate }: Pick<HostedZone, 'id' | 'isPrivate'>): readonly string[] {
  if (isPrivate) return privateServers;
  return ['co.uk', 'com', 'org', 'net'].map((domain, index) => {
    const number = hashOf(id, index + 1) % 512;
    const group = String(number % 64).padStart(2, '0');
    return `ns-${number + [1536, 0, 1024, 512][index]!}.awsdns-${group}.${domain}`;
  });
}

/**
 * The records that each zone has from the beginning: "NS and SOA records that Amazon Route 53 creates for a public hosted zone"
 * of the developer guide.
 */
export function standardRecords(
  zone: Pick<HostedZone, 'id' | 'isPrivate' | 'name'>,
): ReadonlyMap<string, RecordSet> {
  const servers = nameServersOf(zone);
  const sets: readonly RecordSet[] = [
    { Name: zone.name, Type: 'NS', TTL: '172800', values: servers.map((server) => `${server}.`) },
    {
      Name: zone.name,
      Type: 'SOA',
      TTL: '900',
      values: [`${servers[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`],
    },
  ];
  return new Map(sets.map((set) => [keyOf(set), set]));
}
