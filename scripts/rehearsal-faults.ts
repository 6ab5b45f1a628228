import { orUsageError, usageError } from '@groundcrew/cli';
import { type FaultOptions, parseFaults } from '@groundcrew/local';

/** Faults that need a time which passes by itself. */
const timed = ['latency', 'delay', 'ec2Buckets', 'taggingBuckets'] as const;

/** The faults of `--faults`: a seed, for what AWS does now and then, or a list as `groundcrew local` has it. */
export function rehearsalFaults(text: string, usual: FaultOptions): FaultOptions {
  if (/^\d+$/.test(text)) return { ...usual, seed: Number(text) };
  const faults = orUsageError(() => parseFaults(text));
  const wrong = timed.find((name) => faults[name] !== undefined);
  if (wrong !== undefined) {
    throw usageError(`"${wrong}" of --faults takes time, and a rehearsal takes none; leave it out`);
  }
  return faults;
}
