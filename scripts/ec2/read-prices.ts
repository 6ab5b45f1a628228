import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type PriceList, readPriceList } from '@groundcrew/ec2/prices';
import { GroundcrewError, isGroundcrewError, messageOf } from '@groundcrew/errors';

/**
 * The prices of a file, which may be compressed (`.gz`).
 *
 * @throws GroundcrewError `ec2.prices.unreadable`, `fleet.prices.malformed`
 */
export async function readPrices(path: string): Promise<PriceList> {
  const stored = createReadStream(path);
  let failure: Error | null | undefined;
  const text = /\.gz$/i.test(path)
    ? pipeline(stored, createGunzip(), (error) => void (failure ??= error))
    : stored;
  text.on('error', (error: Error) => void (failure ??= error));
  const lines = createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY });
  text.once('error', () => lines.close());
  try {
    const prices = await readPriceList(lines, path);
    if (failure) throw failure;
    return prices;
  } catch (thrown) {
    if (!failure && isGroundcrewError(thrown)) throw thrown;
    const cause = failure ?? thrown;
    throw new GroundcrewError(
      'ec2.prices.unreadable',
      `the price file "${path}" could not be read: ${messageOf(cause)}; check its path`,
      { cause },
    );
  } finally {
    lines.close();
    stored.destroy();
  }
}
