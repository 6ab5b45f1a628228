import { readFile } from 'node:fs/promises';
import { type PriceList, parsePriceList } from '@groundcrew/ec2/prices';
import { GroundcrewError, messageOf } from '@groundcrew/errors';

/**
 * The prices of a file.
 *
 * @throws GroundcrewError `ec2.prices.unreadable`, `fleet.prices.malformed`
 */
export async function readPrices(path: string): Promise<PriceList> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new GroundcrewError(
      'ec2.prices.unreadable',
      `the price file "${path}" could not be read: ${messageOf(cause)}; check its path`,
      { cause },
    );
  });
  return parsePriceList(bytes.toString('utf8'), path);
}
