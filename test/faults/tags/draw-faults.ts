import type { FaultOptions } from '@groundcrew/local';
import type { Random } from '../random.ts';

/** Of each fault; half of them are at work at a time, at a rate up to this. */
const maxRates = {
  throttle: 0.2,
  error: 0.08,
  errorAfter: 0.08,
  reset: 0.05,
  resetAfter: 0.08,
} as const;

/** Shorter than the second looks of the tool at what it does not expect take together, which is 1,750 ms. */
export const MAX_STALE_MS = 1_600;

/** What the tagging API tells of a resource: some of it is tried again, some is not. */
const itemCodes = ['InternalServiceException', 'ThrottlingException', 'InvalidParameterException'];

/** What is wrong with the calls of one phase; what may never be tagged is drawn once for all of them. */
export function drawFaults(random: Random, denyTagging: readonly string[]): FaultOptions {
  const rates = Object.entries(maxRates)
    .filter(() => random.chance(0.5))
    .map(([name, highest]) => [name, random.next() * highest]);
  return {
    seed: random.between(1, 1_000_000),
    ...(Object.fromEntries(rates) as Partial<Record<keyof typeof maxRates, number>>),
    ...(random.chance(0.5) && {
      staleTags: { chance: random.pick([0.3, 0.7, 1]), forMs: random.between(100, MAX_STALE_MS) },
    }),
    ...(random.chance(0.5) && {
      failTagResources: { chance: random.pick([0.1, 0.3, 0.6]), code: random.pick(itemCodes) },
    }),
    denyTagging,
  };
}

const deniable = [
  'ec2:volume',
  'ec2:instance',
  'sqs:queue',
  'dynamodb:table',
  'arn:aws:s3:::bucket-0*',
  'arn:*:logs:*',
];

/** Types or ARNs whose tags nobody may change. */
export function drawDenied(random: Random): readonly string[] {
  return random.chance(0.4) ? deniable.filter(() => random.chance(0.3)) : [];
}
