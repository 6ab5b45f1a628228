import { GroundcrewError } from '@groundcrew/errors';
import type { InstanceType } from './instance-type.ts';
import { knownFamilies, knownSince } from './known-types.ts';
import { nearestTypes } from './nearest.ts';

/** `text` does not have the form of an instance type's name. */
export function unknownFormError(text: string): GroundcrewError {
  const nearest = nearestTypes(text);
  const quoted = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
  const message = knownFamilies.has(text)
    ? `${quoted} is a family of instance types; name a size too: ${sizesOf(text)}`
    : `${quoted} is not the name of an instance type, which is like m7gd.4xlarge${didYouMean(nearest)}`;
  return new GroundcrewError('fleet.instance-type.unknown-form', message, { details: { nearest } });
}

/** The name has the right form, but EC2 has no such type. */
export function unknownTypeError({ name, family }: InstanceType): GroundcrewError {
  const nearest = nearestTypes(name);
  const reason = knownFamilies.has(family)
    ? `the family ${family} has ${sizesOf(family)}`
    : `${family} is not one of the ${knownFamilies.size} families known on ${knownSince}`;
  return new GroundcrewError(
    'fleet.instance-type.unknown',
    `EC2 has no instance type "${name}": ${reason}${didYouMean(nearest)}`,
    { details: { nearest } },
  );
}

function sizesOf(family: string): string {
  return knownFamilies.get(family)!.join(', ');
}

function didYouMean(nearest: readonly string[]): string {
  return nearest.length === 0 ? '' : `; did you mean ${nearest.join(', ')}?`;
}
