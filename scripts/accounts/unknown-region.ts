import { usageError } from '@groundcrew/cli';
import { isGroundcrewError } from '@groundcrew/errors';

const unknownRegionCodes = [
  'fleet.listing.unknown-region',
  'fleet.selection.unknown-network',
  'schedule.region.unknown',
  'collect.unknown-region',
];

/** The result of `asked`; a region or network that does not exist is wrong usage, although only EC2 knows it. */
export async function unknownRegionAsUsageError<Value>(asked: Promise<Value>): Promise<Value> {
  try {
    return await asked;
  } catch (thrown) {
    throw isGroundcrewError(thrown) && unknownRegionCodes.includes(thrown.code)
      ? usageError(thrown.message, thrown)
      : thrown;
  }
}
