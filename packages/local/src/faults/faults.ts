import type { Clock } from '../clock.ts';
import type { BulkFaults } from '../dynamodb/bulk-put/bulk-puts.ts';
import type { Throttle } from '../dynamodb/throttle.ts';
import { requestLimitExceeded } from '../ec2/errors.ts';
import type { NetworkFaults } from '../ec2/network/options.ts';
import { readCredential } from '../http-server/credential.ts';
import {
  AwsError,
  type CallHookResult,
  ConnectionReset,
  type LocalRequest,
  type ServiceCall,
} from '../service.ts';
import { checkFaults, type FaultOptions } from './options.ts';
import { createRandomByPurpose } from './random.ts';
import { createNetworkFaults } from './network-faults.ts';
import { createTagFaults, type TagFaults } from './tag-faults.ts';
import { createTokenBucket, type TokenBucket } from './token-bucket.ts';

/** The target of a kill: a running function, identified by its access key. */
export interface KillTarget {
  readonly accessKeyId: string;
  kill(): Promise<void>;
}

/** Decides which faults to inject. */
export interface Faults {
  /** Before each call; see `CallHook`. */
  readonly onCall: (call: ServiceCall, request: LocalRequest) => Promise<CallHookResult | undefined>;
  /** For DynamoDB, which throttles single items; `undefined`: this caller is not throttled. */
  readonly throttleOf: (caller: string) => Throttle | undefined;
  /** An invocation begins; it may be killed until the returned function is called. */
  readonly onRun: (victim: KillTarget, functionName: string) => () => void;
  /** The deliveries of an S3 notification, each with its delay; `reordered`: delivered after the next one. */
  readonly deliveries: () => readonly { readonly delayMs: number; readonly reordered: boolean }[];
  /** How much later an execution of a state machine starts. */
  readonly startDelayMs: () => number;
  /** Whether EC2 counts calls. */
  readonly ec2Buckets: boolean;
  /** Whether the tagging API counts calls. */
  readonly taggingBuckets: boolean;
  readonly tags: TagFaults;
  readonly networks: NetworkFaults;
  readonly bulkPuts: BulkFaults;
  /** Whether a stream batch is delivered once more. */
  readonly redeliver: () => boolean;
}

interface KillPlan {
  readonly target: KillTarget;
  callsLeft: number;
  readonly afterEffect: boolean;
}

// A load makes some tens of calls, an alert a few: killing at the first ones meets both.
const MAX_CALLS_BEFORE_KILL = 40;
const MAX_MS_BEFORE_KILL = 400;

/** What may be carried out late. */
const tableWriteOperations = new Set([
  'BatchWriteItem',
  'DeleteItem',
  'PutItem',
  'TransactWriteItems',
  'UpdateItem',
]);

/** @throws GroundcrewError `local.faults.value` */
export function createFaults(faultOptions: FaultOptions, clock: Clock): Faults {
  const options = checkFaults(faultOptions);
  const { latencyMs = 50, lateMs = 2_000, delayMs = 200, tableWrites, partitionWrites } = options;
  const random = createRandomByPurpose(options.seed ?? 1);
  const buckets = new Map<string, TokenBucket>();
  const plans = new Map<string, KillPlan>();

  const chance = (rate: number | undefined, purpose: string) =>
    rate !== undefined && rate > 0 && random(purpose)() < rate;

  const isExempt = (caller: string) => Boolean(options.functionsOnly) && caller === 'external';

  function takeTokens(name: string, perSecond: number | undefined, count: number): boolean {
    if (perSecond === undefined) return true;
    let bucket = buckets.get(name);
    if (!bucket) {
      // The capacity of one second, and at least one.
      const rate = { capacity: Math.max(1, perSecond), refillPerSecond: perSecond };
      bucket = createTokenBucket(rate, clock.now());
      buckets.set(name, bucket);
    }
    return bucket.take(clock.now(), count);
  }

  /** Counts a function's call; kills it at the planned one. */
  function applyKillPlan(request: LocalRequest): CallHookResult | undefined {
    const credential = readCredential(request.headers.authorization, request.query);
    const plan = credential && plans.get(credential.accessKeyId);
    if (!plan || --plan.callsLeft > 0) return undefined;
    plans.delete(credential.accessKeyId);
    void plan.target.kill();
    if (plan.afterEffect) return { dropResponse: true };
    throw new ConnectionReset();
  }

  const throttle: Throttle = {
    allowWrite: (table, partition, units = 1) =>
      !chance(options.throttle, `throttle write ${table}`) &&
      takeTokens(`partition ${table} ${partition}`, partitionWrites, units) &&
      takeTokens(`table ${table}`, tableWrites, units),
    isConflicting: (table) => chance(options.conflict, `conflict ${table}`),
    leaveUnprocessed: (table) => chance(options.unprocessed, `unprocessed ${table}`),
    allowRead: (table) => !chance(options.throttle, `throttle read ${table}`),
  };

  return {
    async onCall(call, request) {
      const killResult = applyKillPlan(request);
      if (killResult) return killResult;
      if (isExempt(request.caller)) return undefined;
      const purpose = (fault: string) => `${fault} ${request.caller} ${call.operation}`;
      if (chance(options.latency, purpose('latency'))) {
        await new Promise((resolve) => setTimeout(resolve, random(purpose('latencyMs'))() * latencyMs));
      }
      if (chance(options.reset, purpose('reset'))) throw new ConnectionReset();
      if (chance(options.error, purpose('error'))) throw serverError(call);
      const isTable = call.action.startsWith('dynamodb:');
      if (!isTable && chance(options.throttle, purpose('throttle'))) throw throttled(call);
      if (call.operation === 'ChangeResourceRecordSets' && chance(options.conflict, purpose('conflict')))
        throw priorRequestNotComplete();
      if (isTable && tableWriteOperations.has(call.operation) && chance(options.late, purpose('late'))) {
        const waitMs = random(purpose('lateMs'))() * lateMs;
        return { late: new Promise((resolve) => clock.after(waitMs, resolve)) };
      }
      if (chance(options.resetAfter, purpose('resetAfter'))) return { dropResponse: true };
      if (chance(options.errorAfter, purpose('errorAfter'))) return { errorAfterEffect: serverError(call) };
      return undefined;
    },
    throttleOf: (caller) => (isExempt(caller) ? undefined : throttle),
    onRun(target, functionName) {
      if (!chance(options.kill, `kill ${functionName}`)) return () => {};
      const draw = random(`kill plan ${functionName}`);
      if (draw() < 0.5) {
        const callsLeft = 1 + Math.floor(draw() * MAX_CALLS_BEFORE_KILL);
        plans.set(target.accessKeyId, { target, callsLeft, afterEffect: draw() < 0.5 });
        return () => void plans.delete(target.accessKeyId);
      }
      // Most invocations are short, and one that starts its function is not.
      const timer = setTimeout(() => void target.kill(), draw() ** 2 * MAX_MS_BEFORE_KILL);
      return () => clearTimeout(timer);
    },
    deliveries() {
      const draw = () => ({
        delayMs: chance(options.delay, 'delay') ? random('delayMs')() * delayMs : 0,
        reordered: chance(options.reorder, 'reorder'),
      });
      return chance(options.duplicate, 'duplicate notification') ? [draw(), draw()] : [draw()];
    },
    startDelayMs: () =>
      chance(options.delay, 'delay execution') ? random('delayMs execution')() * delayMs : 0,
    ec2Buckets: options.ec2Buckets === 1,
    taggingBuckets: options.taggingBuckets === 1,
    tags: createTagFaults(options, (caller, rate, purpose) => !isExempt(caller) && chance(rate, purpose)),
    networks: createNetworkFaults(
      options,
      (caller, rate, purpose) => !isExempt(caller) && chance(rate, purpose),
    ),
    bulkPuts: {
      fails: () => chance(options.bulkFail, 'bulkFail'),
      stops: () => chance(options.bulkStop, 'bulkStop'),
    },
    redeliver: () => chance(options.duplicate, 'duplicate batch'),
  };
}

/** Codes other than `InternalError`. */
const serverErrorCodes: Readonly<Record<string, string>> = {
  dynamodb: 'InternalServerError',
  elasticloadbalancing: 'InternalFailure',
  lambda: 'ServiceException',
  logs: 'ServiceUnavailableException',
  'resource-groups': 'InternalServerErrorException',
  route53: 'InternalFailure',
  tag: 'InternalServiceException',
};

function serverError({ action }: ServiceCall): AwsError {
  const code = serverErrorCodes[serviceOf(action)] ?? 'InternalError';
  return new AwsError(500, code, 'an injected internal error');
}

function throttled({ action }: ServiceCall): AwsError {
  switch (serviceOf(action)) {
    case 's3':
      return new AwsError(503, 'SlowDown', 'Please reduce your request rate.');
    case 'ec2':
      return requestLimitExceeded();
    case 'elasticloadbalancing':
    case 'iam':
    case 'route53':
      return new AwsError(400, 'Throttling', 'Rate exceeded');
    case 'tag':
      return tooManyCalls();
    case 'ce':
      return new AwsError(400, 'LimitExceededException', 'Rate exceeded');
    case 'lambda':
    case 'resource-groups':
      return new AwsError(429, 'TooManyRequestsException', 'Rate Exceeded.');
    default:
      return new AwsError(400, 'ThrottlingException', 'Rate exceeded');
  }
}

/** Route 53 changes one zone after the other: "PriorRequestNotComplete" of its API reference. */
function priorRequestNotComplete(): AwsError {
  return new AwsError(
    400,
    'PriorRequestNotComplete',
    'The request was rejected because Route 53 was still processing a prior request.',
  );
}

/** The tagging API's error for throttled calls. */
export function tooManyCalls(): AwsError {
  return new AwsError(400, 'ThrottledException', 'Rate exceeded');
}

function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(':'));
}
