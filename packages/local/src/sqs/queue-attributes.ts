import { invalidAttribute, invalidAttributeValue } from './errors.ts';

/** Whole numbers, with their default and what SQS allows. */
const numbers = {
  DelaySeconds: { standard: 0, least: 0, most: 900 },
  MaximumMessageSize: { standard: 1_048_576, least: 1024, most: 1_048_576 },
  MessageRetentionPeriod: { standard: 345_600, least: 60, most: 1_209_600 },
  ReceiveMessageWaitTimeSeconds: { standard: 0, least: 0, most: 20 },
  VisibilityTimeout: { standard: 30, least: 0, most: 43_200 },
} as const;

/** Kept and told, without effect here: there are no policies and no keys. */
const storedAttributes = [
  'KmsDataKeyReusePeriodSeconds',
  'KmsMasterKeyId',
  'Policy',
  'RedriveAllowPolicy',
  'SqsManagedSseEnabled',
  'DeduplicationScope',
  'FifoThroughputLimit',
];

const effectiveAttributes = ['ContentBasedDeduplication', 'FifoQueue', 'RedrivePolicy'];

export type QueueAttributes = Readonly<Record<string, string>>;

/**
 * Rules: "SetQueueAttributes" in the SQS API reference.
 *
 * @throws AwsError `InvalidAttributeName`, `InvalidAttributeValue`
 */
export function checkQueueAttributes(name: string, attributes: QueueAttributes): void {
  for (const [attribute, value] of Object.entries(attributes)) {
    if (isNumber(attribute)) {
      const { least, most } = numbers[attribute];
      if (!/^\d{1,8}$/.test(value) || Number(value) < least || Number(value) > most) {
        throw invalidAttributeValue(attribute, value, `give a whole number from ${least} to ${most}`);
      }
    } else if (!storedAttributes.includes(attribute) && !effectiveAttributes.includes(attribute)) {
      throw invalidAttribute(
        attribute,
        `use one of ${[...Object.keys(numbers), ...effectiveAttributes, ...storedAttributes].join(', ')}`,
      );
    }
  }
  if ((attributes.FifoQueue === 'true') !== name.endsWith('.fifo')) {
    throw invalidAttributeValue(
      'FifoQueue',
      attributes.FifoQueue ?? 'false',
      `the name of a FIFO queue, and of no other, ends with .fifo; this one is "${name}"`,
    );
  }
  if (attributes.RedrivePolicy) readRedrivePolicy(attributes.RedrivePolicy);
}

/** The value of a numeric attribute, its default where it is not set. */
export function numberOf(attributes: QueueAttributes, name: keyof typeof numbers): number {
  const value = attributes[name];
  return value === undefined ? numbers[name].standard : Number(value);
}

/** All numeric attributes that are not set, at their default. */
export function withDefaults(attributes: QueueAttributes): QueueAttributes {
  const defaults = Object.entries(numbers).map(([name, { standard }]) => [name, String(standard)]);
  return { ...Object.fromEntries(defaults), ...attributes };
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
      maxReceiveCount >= 1
    ) {
      return { deadLetterTargetArn, maxReceiveCount };
    }
  } catch {
    // Said below, as for a document of another form.
  }
  throw invalidAttributeValue(
    'RedrivePolicy',
    text,
    'give {"deadLetterTargetArn":"…","maxReceiveCount":"5"}',
  );
}

function isNumber(name: string): name is keyof typeof numbers {
  return Object.hasOwn(numbers, name);
}
