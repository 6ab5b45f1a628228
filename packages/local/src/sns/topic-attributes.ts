import { isNestedDeeper } from '../json-depth.ts';
import { isJsonObject } from '../json-object.ts';
import { invalidParameter } from './errors.ts';

const MAX_DISPLAY_NAME = 100;
const MAX_DEPTH = 100;
const booleans = ['true', 'false'];

/** The values of each attribute. A policy, a key and the version of signatures are stored and returned, without effect here. */
const values: Readonly<Record<string, (value: string) => boolean>> = {
  ContentBasedDeduplication: (value) => booleans.includes(value),
  DisplayName: (value) => value.length <= MAX_DISPLAY_NAME,
  FifoThroughputScope: (value) => value === 'Topic' || value === 'MessageGroup',
  FifoTopic: (value) => booleans.includes(value),
  KmsMasterKeyId: () => true,
  Policy: isDocument,
  SignatureVersion: (value) => value === '1' || value === '2',
  TracingConfig: (value) => value === 'PassThrough',
};

/**
 * Checks the attributes of a topic.
 *
 * Rules: "CreateTopic" and "SetTopicAttributes" of the SNS API reference. Those that would change deliveries (`DeliveryPolicy`,
 * `ArchivePolicy`, `DataProtectionPolicy`, active tracing, logs of deliveries) are refused.
 *
 * @throws AwsError `InvalidParameter`
 */
export function checkTopicAttributes(attributes: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    const isValid = Object.hasOwn(values, name) ? values[name] : undefined;
    if (isValid === undefined) {
      throw invalidParameter(
        `AttributeName "${name}" is not supported by the embedded AWS: use one of ${Object.keys(values).join(', ')}`,
      );
    }
    if (value !== '' && !isValid(value)) throw invalidParameter(`AttributeValue "${value}" of ${name}`);
  }
}

function isDocument(text: string): boolean {
  if (isNestedDeeper(text, MAX_DEPTH)) return false;
  try {
    return isJsonObject(JSON.parse(text));
  } catch {
    return false;
  }
}
