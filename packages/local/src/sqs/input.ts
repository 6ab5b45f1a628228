import { invalidValue, missingParameter } from './errors.ts';
import type { MessageAttributes, NewMessage } from './message.ts';

type Input = Readonly<Record<string, unknown>>;

/** @throws AwsError `MissingParameter` where it is not there, or no text. */
export function needText(input: Input, name: string): string {
  const value = input[name];
  if (typeof value !== 'string' || value === '') throw missingParameter(name);
  return value;
}

/** @throws AwsError `InvalidParameterValue` where it is no whole number in the range. */
export function readNumber(input: Input, name: string, minimum: number, maximum: number): number | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < minimum || value > maximum) {
    throw invalidValue(
      `Value ${JSON.stringify(value)} for parameter ${name} is invalid. Reason: Must be a whole number between ${minimum} and ${maximum}.`,
    );
  }
  return value;
}

/** A list of texts; none where it is not there. */
export function readTexts(input: Input, name: string): readonly string[] {
  const value = input[name];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** A map of texts; empty where it is not there. */
export function readMap(input: Input, name: string): Readonly<Record<string, string>> {
  const value = input[name];
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, String(one)]));
}

/** What SendMessage and an entry of SendMessageBatch have alike. */
export function readMessage(input: Input): NewMessage {
  const delaySeconds = readNumber(input, 'DelaySeconds', 0, 900);
  const attributes = input.MessageAttributes as MessageAttributes | undefined;
  const { MessageGroupId, MessageDeduplicationId } = input;
  return {
    body: needText(input, 'MessageBody'),
    ...(attributes && Object.keys(attributes).length > 0 && { attributes }),
    ...(delaySeconds !== undefined && { delayMs: delaySeconds * 1000 }),
    ...(typeof MessageGroupId === 'string' && { groupId: MessageGroupId }),
    ...(typeof MessageDeduplicationId === 'string' && { deduplicationId: MessageDeduplicationId }),
  };
}
