import { isJsonObject } from '../json-object.ts';
import { invalidValue, missingParameter } from './errors.ts';
import type { MessageAttributes, NewMessage } from './message.ts';

type Input = Readonly<Record<string, unknown>>;

/** @throws AwsError `MissingParameter` if it is missing or not a string. */
export function needText(input: Input, name: string): string {
  const value = input[name];
  if (typeof value !== 'string' || value === '') throw missingParameter(name);
  return value;
}

/** @throws AwsError `InvalidParameterValue` if it is not a whole number in the range. */
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

/** @throws AwsError `MissingParameter`, or as {@link readNumber} */
export function needNumber(input: Input, name: string, minimum: number, maximum: number): number {
  const value = readNumber(input, name, minimum, maximum);
  if (value === undefined) throw missingParameter(name);
  return value;
}

/** The name after which a page starts; empty for the first. @throws AwsError `InvalidParameterValue` for a token of no page */
export function readToken({ NextToken }: Input): string {
  if (typeof NextToken !== 'string' || NextToken === '') return '';
  const after = Buffer.from(NextToken, 'base64url').toString();
  if (/^[\w.-]+$/.test(after) && Buffer.from(after).toString('base64url') === NextToken) return after;
  throw invalidValue(
    `Value ${NextToken} for parameter NextToken is invalid. Reason: it is not one of a page.`,
  );
}

/** A list of strings; empty if it is missing. */
export function readTexts(input: Input, name: string): readonly string[] {
  const value = input[name];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** A map of strings; empty if it is missing. */
export function readMap(input: Input, name: string): Readonly<Record<string, string>> {
  const value = input[name];
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, String(one)]));
}

/** @throws AwsError `InvalidParameterValue` if they are not a map of structures with strings in them. */
function readAttributes(value: unknown): MessageAttributes | undefined {
  if (value === undefined || value === null) return undefined;
  const isMap = isJsonObject(value) && Object.values(value).every(isAttribute);
  if (!isMap)
    throw invalidValue('MessageAttributes must be a map of DataType with StringValue or BinaryValue.');
  return value as MessageAttributes;
}

function isAttribute(value: unknown): boolean {
  if (!isJsonObject(value) || typeof value.DataType !== 'string') return false;
  return [value.StringValue ?? '', value.BinaryValue ?? ''].every((one) => typeof one === 'string');
}

/** "SendMessage" of the SQS API reference, `MessageSystemAttributes`: there is one, and it is a string. */
function readTraceHeader(value: unknown): string | undefined {
  const attributes = readAttributes(value) ?? {};
  const unknown = Object.keys(attributes).find((name) => name !== 'AWSTraceHeader');
  if (unknown !== undefined)
    throw invalidValue(`Message system attribute name '${unknown}' is invalid; use AWSTraceHeader.`);
  const { AWSTraceHeader: header } = attributes;
  if (header === undefined) return undefined;
  if (header.DataType !== 'String' || !header.StringValue)
    throw invalidValue("The message system attribute 'AWSTraceHeader' must be a non-empty String.");
  return header.StringValue;
}

/** Reads the parameters that SendMessage and an entry of SendMessageBatch share. */
export function readMessage(input: Input): NewMessage {
  const delaySeconds = readNumber(input, 'DelaySeconds', 0, 900);
  const attributes = readAttributes(input.MessageAttributes);
  const { MessageGroupId, MessageDeduplicationId } = input;
  const traceHeader = readTraceHeader(input.MessageSystemAttributes);
  return {
    body: needText(input, 'MessageBody'),
    ...(attributes && Object.keys(attributes).length > 0 && { attributes }),
    ...(delaySeconds !== undefined && { delayMs: delaySeconds * 1000 }),
    ...(typeof MessageGroupId === 'string' && { groupId: MessageGroupId }),
    ...(typeof MessageDeduplicationId === 'string' && { deduplicationId: MessageDeduplicationId }),
    ...(traceHeader !== undefined && { traceHeader }),
  };
}
