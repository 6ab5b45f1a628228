import { GroundcrewError } from '@groundcrew/errors';

/** @param origin the file, with its line: `prices.csv:3` */
export function malformed(origin: string, what: string): GroundcrewError {
  return new GroundcrewError('fleet.prices.malformed', `the price file ${origin} ${what}`);
}
