import { cidr } from '../cidr/index.ts';
import { allAddresses, noPackets, type PacketSet, subtract, union } from '../packets/index.ts';
import { addressed, spanOf } from './rule-sets.ts';

/**
 * Ranges to which no internet gateway sends: private, shared, loopback, link-local, documentation is not among them since
 * examples use it. RFC 6890 and its registries; of IPv6 all but global unicast (2000::/3).
 */
const notPublic = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '224.0.0.0/3',
].map((text) => spanOf(cidr(text)));

const globalUnicast = spanOf(cidr('2000::/3'));

const publicSets = new Map<string, PacketSet>();

/** Packets from, or to, public addresses. */
export function publicPackets(family: 4 | 6, field: 'source' | 'destination'): PacketSet {
  const key = `${family} ${field}`;
  const known = publicSets.get(key);
  if (known) return known;
  const found =
    family === 6
      ? addressed(6, field, globalUnicast)
      : subtract(
          addressed(4, field, allAddresses[4]),
          notPublic.reduce<PacketSet>((set, span) => union(set, addressed(4, field, span)), noPackets),
        );
  publicSets.set(key, found);
  return found;
}
