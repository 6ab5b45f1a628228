import { checkStoredAttribute } from './stored-attributes.ts';
import { invalidAttribute, invalidAttributeValue } from './errors.ts';

/** Numeric attributes, with their default and SQS's range. */
const numbers = {
  DelaySeconds: { defaultValue: 0, minimum: 0, maximum: 900 },
  MaximumMessageSize: { defaultValue: 1_048_576, minimum: 1024, maximum: 1_048_576 },
  MessageRetentionPeriod: { defaultValue: 345_600, minimum: 60, maximum: 1_209_600 },
  ReceiveMessageWaitTimeSeconds: { defaultValue: 0, minimum: 0, maximum: 20 },
  VisibilityTimeout: { defaultValue: 30, minimum: 0, maximum: 43_200 },
} as const;

/** "SetQueueAttributes" of the SQS API reference, `maxReceiveCount`. */
const MAX_RECEIVES = 1000;

/** Stored and returned, without effect here: policies and keys are not supported. */
const storedAttributes = [
  'KmsDataKeyReusePeriodSeconds',
  'KmsMasterKeyId',
  'Policy',
  'RedriveAllowPolicy',
  'SqsManagedSseEnabled',
  'DeduplicationScope',
  'FifoThroughputLimit',
];

const removable = new Set(['KmsMasterKeyId', 'Policy', 'RedriveAllowPolicy', 'RedrivePolicy']);

const effectiveAttributes = ['ContentBasedDeduplication', 'FifoQueue', 'RedrivePolicy'];

/** Those of a FIFO queue alone, with their values. */
const fifoAttributes: Readonly<Record<string, readonly string[]>> = {
  ContentBasedDeduplication: ['true', 'false'],
  DeduplicationScope: ['messageGroup', 'queue'],
  FifoThroughputLimit: ['perQueue', 'perMessageGroupId'],
};

export type QueueAttributes = Readonly<Record<string, string>>;

/**
 * Rules: "SetQueueAttributes" in the SQS API reference.
 *
 * @throws AwsError `InvalidAttributeName`, `InvalidAttributeValue`
 */
export function checkQueueAttributes(name: string, attributes: QueueAttributes): void {
  for (const [attribute, value] of Object.entries(attributes)) {
    if (isNumber(attribute)) {
      const { minimum, maximum } = numbers[attribute];
      if (!/^\d{1,8}$/.test(value) || Number(value) < minimum || Number(value) > maximum) {
        throw invalidAttributeValue(attribute, value, `use a whole number from ${minimum} to ${maximum}`);
      }
    } else if (storedAttributes.includes(attribute)) {
      if (value !== '') checkStoredAttribute(attribute, value);
    } else if (!effectiveAttributes.includes(attribute)) {
      throw invalidAttribute(
        attribute,
        `use one of ${[...Object.keys(numbers), ...effectiveAttributes, ...storedAttributes].join(', ')}`,
      );
    }
  }
  for (const [attribute, values] of Object.entries(fifoAttributes)) {
    const value = attributes[attribute];
    if (value === undefined) continue;
    if (!name.endsWith('.fifo')) throw invalidAttribute(attribute, 'it is one of FIFO queues');
    if (!values.includes(value))
      throw invalidAttributeValue(attribute, value, `use one of ${values.join(', ')}`);
  }
  if ((attributes.FifoQueue === 'true') !== name.endsWith('.fifo')) {
    throw invalidAttributeValue(
      'FifoQueue',
      attributes.FifoQueue ?? 'false',
      `true if and only if the name ends with .fifo; this one is "${name}"`,
    );
  }
  if (attributes.RedrivePolicy) readRedrivePolicy(attributes.RedrivePolicy);
}

/** Without those that are empty: that removes them. */
export function withoutEmpty(attributes: QueueAttributes): QueueAttributes {
  return Object.fromEntries(
    Object.entries(attributes).filter(([name, value]) => value !== '' || !removable.has(name)),
  );
}

/** The value of a numeric attribute, or its default. */
export function numberOf(attributes: QueueAttributes, name: keyof typeof numbers): number {
  const value = attributes[name];
  return value === undefined ? numbers[name].defaultValue : Number(value);
}

/** All that GetQueueAttributes may ask for, beside `All`. */
export const queueAttributeNames: readonly string[] = [
  ...Object.keys(numbers),
  ...effectiveAttributes,
  ...storedAttributes,
  'QueueArn',
  'CreatedTimestamp',
  'LastModifiedTimestamp',
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
];

/** Adds the defaults of all numeric attributes that are not set. */
export function withDefaults(attributes: QueueAttributes): QueueAttributes {
  const defaults = Object.entries(numbers).map(([name, { defaultValue }]) => [name, String(defaultValue)]);
  return { ...Object.fromEntries(defaults), ...attributes };
}

/** Of attributes that are not numbers, what a queue has without them: "CreateQueue" in the SQS API reference. */
const otherDefaults: QueueAttributes = {
  ContentBasedDeduplication: 'false',
  FifoQueue: 'false',
  KmsDataKeyReusePeriodSeconds: '300',
};

/**
 * The attribute of a request for a queue that differs from that of the existing one; those that it does not name never do. An
 * attribute that was not set has its default value ("CreateQueue" in the SQS API reference). That AWS takes the defaults of all
 * attributes into account is unverified.
 */
export function differentAttribute(existing: QueueAttributes, wanted: QueueAttributes): string | undefined {
  const all = { ...otherDefaults, ...withDefaults(existing) };
  return Object.keys(wanted).find((name) =>
    isNumber(name) ? Number(wanted[name]) !== Number(all[name]) : wanted[name] !== all[name],
  );
}

export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** @throws AwsError `InvalidAttributeValue` */
export function readRedrivePolicy(text: string): RedrivePolicy {
  try {
    const policy = JSON.parse(text) as { deadLetterTargetArn?: unknown; maxReceiveCount?: unknown };
    const { deadLetterTargetArn } = policy;
    const maxReceiveCount = Number(policy.maxReceiveCount);
    if (
      typeof deadLetterTargetArn === 'string' &&
      Number.isInteger(maxReceiveCount) &&
      maxReceiveCount >= 1 &&
      maxReceiveCount <= MAX_RECEIVES
    ) {
      return { deadLetterTargetArn, maxReceiveCount };
    }
  } catch {
    // Reported below, as for a document of another form.
  }
  throw invalidAttributeValue('RedrivePolicy', text, 'use {"deadLetterTargetArn":"…","maxReceiveCount":"5"}');
}

function isNumber(name: string): name is keyof typeof numbers {
  return Object.hasOwn(numbers, name);
}
