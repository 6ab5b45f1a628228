import { GroundcrewError } from '@groundcrew/errors';
import { type NetworkFaultOptions, networkFaultNumbers, networkFaultRates } from './network-options.ts';
import { checkTagFaults, type TagFaultOptions, tagFaultNames, withTagFault } from './tag-options.ts';

/** The faults to inject, and their rates, from 0 (the default: never) to 1 (always). */
export interface FaultOptions extends TagFaultOptions, NetworkFaultOptions {
  /** The same seed gives the same faults, as far as concurrent calls allow; default: 1. */
  readonly seed?: number;
  /** Reads and writes (each item of a batch) refused as throttled. */
  readonly throttle?: number;
  /** Items of a `BatchWriteItem` left unprocessed. */
  readonly unprocessed?: number;
  /** Calls delayed by up to `latencyMs`. */
  readonly latency?: number;
  /** Default: 50. */
  readonly latencyMs?: number;
  /** Calls that fail with a 5xx and are not carried out. */
  readonly error?: number;
  /** Calls that are carried out and then fail with a 5xx. */
  readonly errorAfter?: number;
  /** Connections reset before the call is carried out. */
  readonly reset?: number;
  /** Connections reset after the call was carried out. */
  readonly resetAfter?: number;
  /** Writes to tables whose connection is reset at once, and which are carried out up to `lateMs` later. */
  readonly late?: number;
  /** Default: 2,000. */
  readonly lateMs?: number;
  /** Puts and other parts of transactions that conflict with another request, and changes of Route 53's records that do. */
  readonly conflict?: number;
  /** Bulk puts that fail before one of their objects. */
  readonly bulkFail?: number;
  /** Lines of bulk puts at which the rest of their object is left out. */
  readonly bulkStop?: number;
  /** Events (S3 notifications, stream batches) delivered once more. */
  readonly duplicate?: number;
  /** S3 notifications delivered late, and executions of state machines started late, by up to `delayMs`. */
  readonly delay?: number;
  /** Default: 200. */
  readonly delayMs?: number;
  /** S3 notifications delivered after the one that follows them. */
  readonly reorder?: number;
  /** Invocations in which the function is killed, at one of its calls or after a while. */
  readonly kill?: number;
  /** Write units per second that a table accepts; omitted: unlimited. */
  readonly tableWrites?: number;
  /** Write units per second that one partition key accepts; omitted: unlimited. */
  readonly partitionWrites?: number;
  /** 1: EC2 refuses calls beyond its documented token buckets; 0 (the default): it does not count. */
  readonly ec2Buckets?: number;
  /** 1: the tagging API refuses calls beyond its documented rates; 0 (the default): it does not count. */
  readonly taggingBuckets?: number;
  /** 1: faults affect only calls of functions; 0 (the default): all callers. */
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
  'late',
  'conflict',
  'bulkFail',
  'bulkStop',
  'duplicate',
  'delay',
  'reorder',
  'kill',
  'ec2Buckets',
  'taggingBuckets',
  'functionsOnly',
  ...networkFaultRates,
] as const;
const numbers = [
  'seed',
  'latencyMs',
  'lateMs',
  'delayMs',
  'tableWrites',
  'partitionWrites',
  ...networkFaultNumbers,
] as const;
/** The names of all faults, as written on the command line. */
export const faultNames: readonly string[] = [...rates, ...numbers, ...tagFaultNames];

/**
 * Parses faults from the command line: `throttle=0.1,kill=0.05,seed=42,denyTagging=ec2:volume`. Names may be in
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
        `"${written}" is not a fault; supported: ${faultNames.join(', ')}`,
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
 * Returns the faults if they are within their bounds.
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
