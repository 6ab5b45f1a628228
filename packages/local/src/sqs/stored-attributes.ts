import { isJsonObject } from '../json-object.ts';
import { isNestedDeeper } from '../json-depth.ts';
import { invalidAttributeValue } from './errors.ts';

/** Which queues may have this one as their dead-letter queue. */
export interface RedriveAllowPolicy {
  readonly redrivePermission: 'allowAll' | 'denyAll' | 'byQueue';
  readonly sourceQueueArns?: readonly string[];
}

const MAX_SOURCE_QUEUES = 10;
const MAX_DEPTH = 100;

/**
 * Checks the value of an attribute that is a document, a switch or a period.
 *
 * Rules: "SetQueueAttributes" of the SQS API reference.
 *
 * @throws AwsError `InvalidAttributeValue`
 */
export function checkStoredAttribute(name: string, value: string): void {
  switch (name) {
    case 'Policy':
      if (readObject(value) === undefined) throw invalidAttributeValue(name, value, 'use a policy in JSON');
      return;
    case 'RedriveAllowPolicy':
      readRedriveAllowPolicy(value);
      return;
    case 'SqsManagedSseEnabled':
      if (value !== 'true' && value !== 'false') {
        throw invalidAttributeValue(name, value, 'use true or false');
      }
      return;
    case 'KmsDataKeyReusePeriodSeconds':
      if (!/^\d{2,5}$/.test(value) || Number(value) < 60 || Number(value) > 86_400) {
        throw invalidAttributeValue(name, value, 'use a whole number from 60 to 86400');
      }
      return;
    default:
  }
}

/** @throws AwsError `InvalidAttributeValue` */
export function readRedriveAllowPolicy(text: string): RedriveAllowPolicy {
  const { redrivePermission, sourceQueueArns } = readObject(text) ?? {};
  const isByQueue = redrivePermission === 'byQueue';
  const arns = Array.isArray(sourceQueueArns) ? (sourceQueueArns as readonly unknown[]) : undefined;
  const hasArns =
    arns !== undefined &&
    arns.length > 0 &&
    arns.length <= MAX_SOURCE_QUEUES &&
    arns.every((arn) => typeof arn === 'string');
  const isOther =
    (redrivePermission === 'allowAll' || redrivePermission === 'denyAll') && sourceQueueArns === undefined;
  if (isOther) return { redrivePermission };
  if (isByQueue && hasArns) return { redrivePermission, sourceQueueArns: arns as readonly string[] };
  throw invalidAttributeValue(
    'RedriveAllowPolicy',
    text,
    `use {"redrivePermission":"allowAll"}, "denyAll", or "byQueue" with 1 to ${MAX_SOURCE_QUEUES} sourceQueueArns`,
  );
}

/** Whether a queue may name another one, with this policy, as its dead-letter queue. */
export function allowsRedrive(policy: string | undefined, sourceArn: string): boolean {
  if (!policy) return true;
  const { redrivePermission, sourceQueueArns = [] } = readRedriveAllowPolicy(policy);
  return redrivePermission === 'allowAll' || sourceQueueArns.includes(sourceArn);
}

function readObject(text: string): Record<string, unknown> | undefined {
  if (isNestedDeeper(text, MAX_DEPTH)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
