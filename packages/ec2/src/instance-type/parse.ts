import { capabilityOf } from './capabilities.ts';
import { unknownFormError, unknownTypeError } from './errors.ts';
import { processorOf } from './families.ts';
import type { InstanceType } from './instance-type.ts';
import { isKnownType, knownFamilies } from './known-types.ts';
import { parseSize } from './size.ts';

/**
 * The parts of the name of an instance type that EC2 has. EC2 documentation, "Amazon EC2 instance type naming
 * conventions"; families that do not follow them (`u-6tb1`, `mac-m4pro`) are supported, too.
 *
 * @throws GroundcrewError `fleet.instance-type.unknown-form`: not a name of this form; `fleet.instance-type.unknown`: the
 *   form of a name, but no such type. Both have the nearest names in `details.nearest`.
 */
export function parseInstanceType(text: string): InstanceType {
  const type = tryParseInstanceType(text);
  if (type === null) throw unknownFormError(text);
  if (!isKnownType(type.family, type.size)) throw unknownTypeError(type);
  return type;
}

/** The parts of a name, whether or not the table has such a type: it may be newer. */
export function tryParseInstanceType(text: string): InstanceType | null {
  const [family = '', size = '', ...rest] = text.split('.');
  const sized = parseSize(size);
  const parts = readFamily(family);
  if (rest.length > 0 || sized === undefined || parts === undefined) return null;
  const { series, generation, letters, variant } = parts;
  const isFlex = variant === 'flex';
  const type: InstanceType = {
    name: text,
    family,
    series,
    generation,
    processor: processorOf({ name: family, series, letters }, knownFamilies.has(family)),
    capabilities: [...letters.split(''), ...(isFlex ? ['flex'] : [])].map((letter) =>
      capabilityOf(letter, series),
    ),
    ...(variant !== undefined && !isFlex && { variant }),
    size,
    metal: sized.metal,
  };
  // A name that can't be printed back was not parsed completely.
  return formatInstanceType(type) === text ? type : null;
}

/** Joins the parts of a type's name. */
export function formatInstanceType(type: Omit<InstanceType, 'name' | 'family'>): string {
  const { series, generation, capabilities, variant, size } = type;
  const letters = capabilities.map(({ letter }) => (letter === 'flex' ? '-flex' : letter)).join('');
  // The first high memory machines have their generation last: u-6tb1.
  if (series === 'u' && generation === 1) return `u-${variant}${generation}.${size}`;
  return `${series}${generation ?? ''}${letters}${variant === undefined ? '' : `-${variant}`}.${size}`;
}

interface FamilyParts {
  readonly series: string;
  readonly generation: number | null;
  readonly letters: string;
  readonly variant?: string;
}

function readFamily(family: string): FamilyParts | undefined {
  const early = /^u-(\d{1,3}tb)1$/.exec(family);
  if (early) return { series: 'u', generation: 1, letters: '', variant: early[1]! };
  const chip = /^mac-(m\d{1,2}[a-z]*)$/.exec(family);
  if (chip) return { series: 'mac', generation: null, letters: '', variant: chip[1]! };
  const usual = /^([a-z]{1,8})([1-9]\d?)([a-z]{0,8})(?:-([a-z0-9]{1,16}))?$/.exec(family);
  if (!usual) return undefined;
  const [, series = '', generation, letters = '', variant] = usual;
  return { series, generation: Number(generation), letters, ...(variant !== undefined && { variant }) };
}
