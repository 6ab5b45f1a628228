import type { FaultOptions } from '@groundcrew/local';
import type { Random } from '../random.ts';

/** The maximum rate of each fault; half of them are active at a time. */
const maxRates = {
  throttle: 0.2,
  error: 0.08,
  errorAfter: 0.08,
  reset: 0.05,
  resetAfter: 0.08,
} as const;

/** Shorter than the 1,750 ms of all second looks of the tool at an unexpected value. */
export const MAX_STALE_MS = 1_600;

/** Errors of the tagging API for a resource: some are retried, some are not. */
const itemCodes = ['InternalServiceException', 'ThrottlingException', 'InvalidParameterException'];

/** The faults of one phase; denied resources are drawn once for all phases. */
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
