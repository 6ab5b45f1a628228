import { knownRegions, regionOfZone } from '@groundcrew/aws-core';
import { didYouMean, GroundcrewError } from '@groundcrew/errors';
import { knownFamilies } from '../instance-type/known-types.ts';
import { tryParseInstanceType } from '../instance-type/parse.ts';
import { matchesPattern } from './pattern.ts';

// EC2 answers a filter that no instance can match with an empty list, which looks like "there is none".

const isPattern = (text: string) => /[*?]/.test(text);

/**
 * A type, or a pattern of types.
 *
 * @throws GroundcrewError `fleet.selection.bad-value`: no type has this form, or EC2 has no type of this name in a family
 *   that is known; a type of a newer family is taken
 */
export function typePattern(text: string): string {
  if (isPattern(text)) {
    if (/^[a-z0-9*?.-]+$/.test(text) && (/[*.]/.test(text) || matchesKnown(text))) return text;
  } else {
    const type = tryParseInstanceType(text);
    const sizes = type && knownFamilies.get(type.family);
    if (type && (!sizes || sizes.includes(type.size))) return text;
  }
  const lower = text.toLowerCase();
  const [family = '', size] = lower.split('.');
  const sizes = knownFamilies.get(family);
  if (sizes && size) {
    const names = sizes.map((each) => `${family}.${each}`);
    throw badValue(
      `"${text}" is not an instance type of EC2${didYouMean(lower, names) || `; ${family} has ${sizes.join(', ')}`}`,
    );
  }
  const advice = sizes
    ? `; did you mean ${family}.*?`
    : didYouMean(
        family,
        [...knownFamilies.keys()].map((each) => `${each}.*`),
      );
  throw badValue(
    `"${text}" is not an instance type, or a pattern of them${advice || '; write m7g.large or m7g.*'}`,
  );
}

function matchesKnown(pattern: string): boolean {
  return [...knownFamilies].some(([family, sizes]) =>
    sizes.some((size) => matchesPattern(pattern, `${family}.${size}`)),
  );
}

/**
 * The name of an availability zone, a local zone or a Wavelength zone, or a pattern of names.
 *
 * @throws GroundcrewError `fleet.selection.bad-value`
 */
export function zonePattern(text: string): string {
  if (/^[a-z]{2,4}\d-[a-z0-9]*-?az\d+$/.test(text)) {
    throw badValue(`"${text}" is the id of a zone; write its name, such as ap-northeast-2a`);
  }
  if (/^[a-z]$/.test(text)) {
    throw badValue(
      `"${text}" is not a zone; write ap-northeast-2${text}, or *${text} for those of all regions`,
    );
  }
  if (knownRegions.includes(text)) {
    throw badValue(`"${text}" is a region, not a zone; write --regions ${text}, or ${text}* for its zones`);
  }
  const [fixed = ''] = text.split(/[*?]/);
  const canBegin = knownRegions.some((region) => region.startsWith(fixed) || fixed.startsWith(region));
  if (isPattern(text) && canBegin && /^[a-z0-9*?-]+$/.test(text)) return text;
  const region = regionOfZone(text);
  if (region === undefined || !/^(?:[a-z]|-[a-z0-9-]+)$/.test(text.slice(region.length))) {
    const zones = knownRegions.map((each) => `${each}a`);
    throw badValue(
      `"${text}" is not a zone${didYouMean(text, zones) || '; write ap-northeast-2a, or a pattern: ap-northeast-2*'}`,
    );
  }
  if (knownRegions.includes(region)) return text;
  throw badValue(`"${text}" is not a zone of a region that exists${didYouMean(region, knownRegions)}`);
}

/**
 * An id such as `ami-0123456789abcdef0`, or a pattern of ids.
 *
 * @throws GroundcrewError `fleet.selection.bad-value`
 */
export function idPattern(prefix: string, kind: string, text: string): string {
  if (isIdPattern(prefix, text)) return text;
  throw badValue(
    `"${text}" is not the id of ${kind}; write ${prefix}- and 17 (older ids: 8) of the digits 0-9a-f, or a pattern: ${prefix}-0a*`,
  );
}

/** Whether an id of this prefix may have this form, or match this pattern (EC2 user guide, "Resource IDs"). */
export function isIdPattern(prefix: string, text: string): boolean {
  const isBegun = text.startsWith(`${prefix}-`);
  if (!isPattern(text))
    return isBegun && /^(?:[0-9a-f]{8}|[0-9a-f]{17})$/.test(text.slice(prefix.length + 1));
  if (isBegun) return /^[0-9a-f*?]{1,60}$/.test(text.slice(prefix.length + 1));
  return /^\*[0-9a-z*?-]*$/.test(text);
}

function badValue(message: string): GroundcrewError {
  return new GroundcrewError('fleet.selection.bad-value', message);
}
