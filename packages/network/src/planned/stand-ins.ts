import { type Cidr, formatAddress, lastOf } from '../cidr/index.ts';
import type { Span } from '../packets/index.ts';

/** A place of an address in a part of a subnet. */
export interface Place {
  readonly subnet: string;
  readonly value: bigint;
  /** In a subnet with IPv6. */
  readonly ipv6?: bigint;
}

/** A subnet of the plan, with the parts of it between which rules and paths make a difference. */
export interface PlannedPlace {
  readonly id: string;
  readonly tier: string;
  readonly zone: string;
  readonly cidr: Cidr;
  readonly parts: readonly Span<bigint>[];
  readonly ipv6?: Cidr;
}

/** Gives addresses: in each part of a subnet from its begin on, none twice. */
export interface Addresses {
  /** One in each part of the subnet that has one left. */
  inEachPart(place: PlannedPlace): readonly Place[];
  /** One anywhere in the subnet. */
  in(place: PlannedPlace): Place | undefined;
  /** Whether a part had too few for all. */
  readonly isShort: boolean;
}

export function createAddresses(): Addresses {
  const used = new Map<bigint, number>();
  let isShort = false;
  const take = (place: PlannedPlace, [first, last]: Span<bigint>): Place | undefined => {
    const count = used.get(first) ?? 0;
    const value = first + BigInt(count);
    if (value > last) {
      isShort = true;
      return undefined;
    }
    used.set(first, count + 1);
    const host = value - place.cidr.first;
    return { subnet: place.id, value, ...(place.ipv6 && { ipv6: place.ipv6.first + host }) };
  };
  return {
    inEachPart: (place) => place.parts.flatMap((part) => take(place, part) ?? []),
    in(place) {
      const [largest] = place.parts.toSorted((a, b) => (b[1] - b[0] > a[1] - a[0] ? 1 : -1));
      return largest && take(place, largest);
    },
    get isShort() {
      return isShort;
    },
  };
}

/** For names of stand-ins: `web@10.20.0.4`. */
export function standInName(of: string, value: bigint): string {
  return `${of}@${formatAddress({ family: 4, value })}`;
}

/**
 * Public addresses that stand for those which AWS gives: of a range for benchmarks (RFC 2544), which nothing on the internet
 * has, without those that the file names.
 */
export function createPublicAddresses(named: readonly Cidr[]): () => bigint {
  const taken = named.filter(({ family, length }) => family === 4 && length > 0);
  let next = (198n << 24n) + (18n << 16n);
  return () => {
    for (;;) {
      const inside = taken.find((range) => next >= range.first && next <= lastOf(range));
      if (!inside) break;
      next = lastOf(inside) + 1n;
    }
    next += 1n;
    return next - 1n;
  };
}

/** A range that stands for the one that AWS gives: the first /56 that the file does not name. */
export function ipv6StandIn(named: readonly Cidr[]): Cidr {
  const taken = named.filter(({ family, length }) => family === 6 && length > 0);
  const size = 1n << 72n;
  let first = 0x2600_1f00n << 96n;
  for (;;) {
    const inside = taken.find((range) => first + size > range.first && first <= lastOf(range));
    if (!inside) return { family: 6, first, length: 56 };
    first = ((lastOf(inside) >> 72n) + 1n) << 72n;
  }
}
