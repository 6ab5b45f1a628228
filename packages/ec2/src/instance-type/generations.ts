import { purposeOf } from './families.ts';
import type { InstanceType, Processor } from './instance-type.ts';
import { knownFamilies } from './known-types.ts';
import { tryParseInstanceType } from './parse.ts';
import { compareSizes, parseSize } from './size.ts';

/** A type of another generation of the same series, in the same size or the nearest one. */
export interface OtherGeneration {
  readonly type: InstanceType;
  readonly hasSameSize: boolean;
  /** Letters of capabilities that it has in addition, and that it lacks: `d`, `n`. */
  readonly gains: readonly string[];
  readonly loses: readonly string[];
}

/** Letters that name the processor: their absence is Intel's, up to the fifth generation. */
const processorLetters = new Set(['a', 'g', 'i']);

/**
 * The existing types of later (or earlier) generations of the series of `type` with the same purpose. They have its size; a
 * family without it has the next larger size, or else its largest; bare metal without it, the smallest machine. The nearest
 * generation is first.
 */
export function otherGenerations(type: InstanceType, direction: 'later' | 'earlier'): OtherGeneration[] {
  const { generation } = type;
  if (generation === null) return [];
  const isWanted = (other: number) => (direction === 'later' ? other > generation : other < generation);
  const own = capabilitiesOf(type);
  const found = (familiesOf().get(type.series) ?? []).flatMap(([family, sizes]) => {
    const size = sizeIn(sizes, type);
    const other = size === undefined ? null : existingType(`${family}.${size}`);
    if (other === null || !hasFittingVariant(type, other)) return [];
    if (other.generation === null || !isWanted(other.generation) || !isForTheSame(type, other)) return [];
    const theirs = capabilitiesOf(other);
    return [
      {
        type: other,
        hasSameSize: type.metal || other.size === type.size,
        gains: [...theirs].filter((letter) => !own.has(letter)),
        loses: [...own].filter((letter) => !theirs.has(letter)),
      },
    ];
  });
  const distance = ({ type: other }: OtherGeneration) => Math.abs(other.generation! - generation);
  return found.sort(
    (one, other) => distance(one) - distance(other) || (one.type.name < other.type.name ? -1 : 1),
  );
}

/**
 * The counterpart of `type` in a later or an earlier generation: with the same processor (for accelerators, the same
 * instruction set), then the fewest lost capabilities, then the nearest generation.
 */
export function nearestGeneration(type: InstanceType, direction: 'later' | 'earlier'): InstanceType | null {
  const lost = ({ gains, loses }: OtherGeneration) => (direction === 'later' ? loses : gains).length;
  const added = ({ gains, loses }: OtherGeneration) => (direction === 'later' ? gains : loses).length;
  const distance = ({ type: other }: OtherGeneration) => Math.abs(other.generation! - type.generation!);
  const alike = otherGenerations(type, direction).filter(
    (other) => other.hasSameSize && hasSameProcessor(type, other.type),
  );
  return (
    alike.sort(
      (one, other) => lost(one) - lost(other) || distance(one) - distance(other) || added(one) - added(other),
    )[0]?.type ?? null
  );
}

let bySeries:
  | ReadonlyMap<string, readonly (readonly [family: string, sizes: readonly string[]])[]>
  | undefined;

/** The known families by series; created at the first use. */
function familiesOf() {
  bySeries ??= Map.groupBy(
    knownFamilies,
    ([family, [size]]) => tryParseInstanceType(`${family}.${size}`)?.series ?? '',
  );
  return bySeries;
}

const existingTypes = new Map<string, InstanceType | null>();

/** A type of the table, parsed once. */
function existingType(name: string): InstanceType | null {
  let type = existingTypes.get(name);
  if (type === undefined) {
    type = tryParseInstanceType(name);
    existingTypes.set(name, type);
  }
  return type;
}

function capabilitiesOf({ capabilities }: InstanceType): Set<string> {
  return new Set(capabilities.map(({ letter }) => letter).filter((letter) => !processorLetters.has(letter)));
}

function sizeIn(sizes: readonly string[], { size, metal }: InstanceType): string | undefined {
  if (sizes.includes(size)) return size;
  const alike = sizes.filter((each) => parseSize(each)?.metal === metal).sort(compareSizes);
  if (metal) return alike[0];
  const own = parseSize(size)?.xlarges ?? 0;
  return alike.find((each) => parseSize(each)!.xlarges > own) ?? alike.at(-1);
}

/** The part after the hyphen: for high memory machines the size of the memory, which has to be equal; otherwise a chip. */
function hasFittingVariant(type: InstanceType, other: InstanceType): boolean {
  if (type.series === 'u') return type.variant === other.variant;
  if (type.series === 'mac' || categoryOf(type) === 'accelerated computing') return true;
  return type.variant === undefined && other.variant === undefined;
}

/** `m1` and `m2` have the same letter, and nothing else in common. */
function isForTheSame(type: InstanceType, other: InstanceType): boolean {
  return categoryOf(type) === categoryOf(other);
}

function categoryOf({ series, family }: InstanceType) {
  return purposeOf(series, family).category;
}

function hasSameProcessor(type: InstanceType, other: InstanceType): boolean {
  if (type.processor === other.processor) return true;
  // For these the accelerator matters; programs have to run unchanged.
  const isAccelerated = categoryOf(type) === 'accelerated computing';
  return isAccelerated && isX86(type.processor) && isX86(other.processor);
}

function isX86(processor: Processor): boolean {
  return processor === 'intel' || processor === 'amd';
}
