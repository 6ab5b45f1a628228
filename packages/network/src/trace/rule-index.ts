import type { PacketSet } from '../packets/index.ts';

/** Rules found by the addresses of their other side, in the order of the group. */
export interface RuleIndex<T> {
  readonly rules: readonly T[];
  /** Places of rules in `rules`, by blocks of addresses. */
  readonly byBlock: ReadonlyMap<bigint, readonly number[]>;
  /** Places of rules that are about too many blocks to be found by them. */
  readonly wide: readonly number[];
}

/** Blocks are a /28 of IPv4 and a /64 of IPv6: rules name hosts, small ranges, or large ones. */
const blockBits = { 4: 4n, 6: 64n } as const;

/** A rule is in so many blocks at most, and so many are looked up for a set. */
const MAX_BLOCKS = 16n;

/** For fewer rules, looking at each is as fast. */
const MIN_RULES = 8;

export interface IndexedField {
  readonly family: 4 | 6;
  /** Of outbound rules, the other side is the destination. */
  readonly isEgress: boolean;
}

/** Puts rules in the blocks that their packets are from, or go to. */
export function indexRules<T>(
  rules: readonly T[],
  setOf: (rule: T) => PacketSet,
  field: IndexedField,
): RuleIndex<T> {
  const byBlock = new Map<bigint, number[]>();
  const wide: number[] = [];
  if (rules.length < MIN_RULES) return { rules, byBlock, wide: rules.map((_, at) => at) };
  for (const [at, rule] of rules.entries()) {
    const blocks = blocksOf(setOf(rule), field);
    if (!blocks) wide.push(at);
    else {
      for (const block of blocks) {
        const list = byBlock.get(block);
        if (list) list.push(at);
        else byBlock.set(block, [at]);
      }
    }
  }
  return { rules, byBlock, wide };
}

/** The rules that can be about packets of a set, in order: all that are, and few others. */
export function rulesAbout<T>(
  { rules, byBlock, wide }: RuleIndex<T>,
  set: PacketSet,
  field: IndexedField,
): readonly T[] {
  if (wide.length === rules.length) return rules;
  const blocks = blocksOf(set, field);
  if (!blocks) return rules;
  const places = new Set(wide);
  for (const block of blocks) for (const at of byBlock.get(block) ?? []) places.add(at);
  return [...places].sort((a, b) => a - b).map((at) => rules[at]!);
}

/** The blocks that a set touches; `undefined` if they are many. */
function blocksOf(set: PacketSet, { family, isEgress }: IndexedField): ReadonlySet<bigint> | undefined {
  const bits = blockBits[family];
  const blocks = new Set<bigint>();
  for (const box of set) {
    const first = BigInt(box[isEgress ? 2 : 0]!) >> bits;
    const last = BigInt(box[isEgress ? 3 : 1]!) >> bits;
    if (last - first >= MAX_BLOCKS) return undefined;
    for (let block = first; block <= last; block += 1n) blocks.add(block);
    if (blocks.size > MAX_BLOCKS) return undefined;
  }
  return blocks;
}
