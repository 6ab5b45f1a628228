import { GroundcrewError } from '@groundcrew/errors';
import { checkTagFaults, type TagFaultOptions, tagFaultNames, withTagFault } from './tag-options.ts';

/** What goes wrong, and how often. Rates are from 0 (the default: never) to 1 (always). */
export interface FaultOptions extends TagFaultOptions {
  /** The same seed gives the same faults, as far as calls that run side by side allow; 1 unless said otherwise. */
  readonly seed?: number;
  /** Reads and writes (each item of a batch) refused as throttled. */
  readonly throttle?: number;
  /** Items of a `BatchWriteItem` left unprocessed. */
  readonly unprocessed?: number;
  /** Calls that are answered late, by up to `latencyMs`. */
  readonly latency?: number;
  /** 50 unless said otherwise. */
  readonly latencyMs?: number;
  /** Calls answered with a 5xx and not carried out. */
  readonly error?: number;
  /** Calls carried out and then answered with a 5xx. */
  readonly errorAfter?: number;
  /** Connections cut before the call is carried out. */
  readonly reset?: number;
  /** Connections cut after the call was carried out. */
  readonly resetAfter?: number;
  /** Events (S3 notifications, stream batches) delivered once more. */
  readonly duplicate?: number;
  /** S3 notifications delivered late, by up to `delayMs`. */
  readonly delay?: number;
  /** 200 unless said otherwise. */
  readonly delayMs?: number;
  /** S3 notifications delivered after the one that follows them. */
  readonly reorder?: number;
  /** Invocations in which the function is killed, at one of its calls or after a while. */
  readonly kill?: number;
  /** Write units that a table takes in a second; left out: any number. */
  readonly tableWrites?: number;
  /** Write units that one partition key takes in a second; left out: any number. */
  readonly partitionWrites?: number;
  /** 1: EC2 refuses calls beyond its token buckets, which are as documented; 0 (unless said otherwise): it does not count. */
  readonly ec2Buckets?: number;
  /** 1: the tagging API refuses calls beyond its documented rates; 0 (unless said otherwise): it does not count. */
  readonly taggingBuckets?: number;
  /** 1: faults meet only what functions call; 0 (unless said otherwise): everybody. */
  readonly functionsOnly?: number;
}

const rates = [
  'throttle',
  'unprocessed',
  'latency',
  'error',
  'errorAfter',
  'reset',
  'resetAfter',
  'duplicate',
  'delay',
  'reorder',
  'kill',
  'ec2Buckets',
  'taggingBuckets',
  'functionsOnly',
] as const;
const numbers = ['seed', 'latencyMs', 'delayMs', 'tableWrites', 'partitionWrites'] as const;
/** The names of all faults, as a person writes them. */
export const faultNames: readonly string[] = [...rates, ...numbers, ...tagFaultNames];

/**
 * Reads faults as a person writes them: `throttle=0.1,kill=0.05,seed=42,denyTagging=ec2:volume`. Names may be in
 * kebab-case; those of tags are in {@link tagFaultNames}.
 *
 * @throws GroundcrewError `local.faults.unknown`, `local.faults.value`
 */
export function parseFaults(text: string): FaultOptions {
  const faults: Record<string, number> = {};
  let tagFaults: TagFaultOptions = {};
  for (const part of text.split(',')) {
    if (part.trim() === '') continue;
    const [written = '', value = '', ...more] = part.split('=').map((piece) => piece.trim());
    const name = written.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    if (!faultNames.includes(name)) {
      throw new GroundcrewError(
        'local.faults.unknown',
        `"${written}" is not a fault; there are ${faultNames.join(', ')}`,
      );
    }
    if (tagFaultNames.includes(name)) {
      tagFaults = withTagFault(tagFaults, name, [value, ...more].join('='));
      continue;
    }
    if (value === '' || more.length > 0 || !/^\d*\.?\d+$/.test(value)) throw invalidFault(name, part.trim());
    faults[name] = Number(value);
  }
  return checkFaults({ ...faults, ...tagFaults });
}

/**
 * Returns the faults where they are in their bounds.
 *
 * @throws GroundcrewError `local.faults.value`
 */
export function checkFaults(faults: FaultOptions): FaultOptions {
  checkTagFaults(faults);
  for (const name of rates) {
    const rate = faults[name];
    if (rate !== undefined && !(rate >= 0 && rate <= 1)) throw invalidFault(name, `${name}=${rate}`);
  }
  for (const name of numbers) {
    const number = faults[name];
    if (number !== undefined && !(Number.isFinite(number) && number >= 0))
      throw invalidFault(name, `${name}=${number}`);
  }
  return faults;
}

function invalidFault(name: string, written: string): GroundcrewError {
  const wanted = (rates as readonly string[]).includes(name)
    ? 'a rate from 0 to 1'
    : 'a number of at least 0';
  return new GroundcrewError('local.faults.value', `the fault "${written}" needs ${wanted}: ${name}=0.1`);
}
