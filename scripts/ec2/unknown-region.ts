import { usageError } from '@groundcrew/cli';
import { isGroundcrewError } from '@groundcrew/errors';

/** What `asked` gives; a region that does not exist is wrong usage, although only EC2 knows it. */
export async function orUnknownRegion<Value>(asked: Promise<Value>): Promise<Value> {
  try {
    return await asked;
  } catch (thrown) {
    throw isGroundcrewError(thrown, 'fleet.listing.unknown-region')
      ? usageError(thrown.message, thrown)
      : thrown;
  }
}
