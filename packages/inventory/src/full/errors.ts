import { GroundcrewError } from '@groundcrew/errors';
import { MAX_FULL_STORES } from '../duplicates/rejected-shelves.ts';

export function storesTooMany(): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.full-too-large',
    `it has more than ${MAX_FULL_STORES} stores, which is too many for a full export; split it by store, or load it without the setting`,
  );
}

export function tooLarge(maxShelves: number): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.full-too-large',
    `it has more than ${maxShelves} shelves, which is too many for a full export; split it by store, or load it without the setting`,
  );
}
