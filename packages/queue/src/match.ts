import type { QueueMessage } from '@groundcrew/aws/sqs';

/** Whether the body of a message, or the value of an attribute, contains a text as it is; all do without one. */
export function matches(
  { body, attributes = {} }: Pick<QueueMessage, 'body' | 'attributes'>,
  text: string | undefined,
) {
  if (text === undefined || body.includes(text)) return true;
  return Object.values(attributes).some((attribute) => attribute.text?.includes(text) ?? false);
}
