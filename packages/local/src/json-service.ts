import { readBody } from './http-server/read-body.ts';
import { AwsError, type LocalRequest, type Protocol, type Service } from './service.ts';

export type JsonInput = Readonly<Record<string, unknown>>;

/** One action of a service that speaks a JSON protocol; it returns the answer's body. */
export type JsonAction = (input: JsonInput, request: LocalRequest) => object | Promise<object>;

const MAX_BODY_BYTES = 4 * 1024 ** 2;

/** A service of a JSON protocol: the header `x-amz-target` names the action. */
export function createJsonService(options: {
  readonly name: string;
  readonly protocol: Extract<Protocol, 'json-1.0' | 'json-1.1'>;
  /** `Logs_20140328.` */
  readonly targetPrefix: string;
  readonly actions: Readonly<Record<string, JsonAction>>;
}): Service {
  const { name, protocol, targetPrefix, actions } = options;
  return {
    name,
    protocol,
    matches: ({ headers }) => headers['x-amz-target']?.startsWith(targetPrefix) ?? false,
    async handle(request) {
      const operation = request.headers['x-amz-target']?.slice(targetPrefix.length) ?? '';
      const act = Object.hasOwn(actions, operation) ? actions[operation] : undefined;
      if (!act) {
        throw new AwsError(
          400,
          'UnknownOperationException',
          `the operation "${operation}" of ${name} is not served by the embedded AWS; it serves ${Object.keys(actions).join(', ')}`,
        );
      }
      const input = readJsonInput(await readBody(request, MAX_BODY_BYTES));
      return {
        status: 200,
        headers: { 'content-type': `application/x-amz-${protocol}` },
        body: JSON.stringify(await act(input, request)),
      };
    },
  };
}

/** @throws AwsError `SerializationException` */
export function readJsonInput(body: Buffer): JsonInput {
  try {
    const input: unknown = JSON.parse(body.toString('utf8') || '{}');
    if (isJsonObject(input)) return input;
  } catch {
    // Said below, as for JSON that is no object.
  }
  throw new AwsError(400, 'SerializationException', "the request's body is not a JSON object");
}

export function isJsonObject(value: unknown): value is JsonInput {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads the parts of an input, in the words of one service. */
export interface JsonReader {
  /** `undefined` where it is not there, or empty. */
  text(input: JsonInput, name: string): string | undefined;
  needText(input: JsonInput, name: string): string;
  number(input: JsonInput, name: string, least: number, most: number): number | undefined;
  /** `undefined` where it is not there. */
  texts(input: JsonInput, name: string, least: number, most: number): readonly string[] | undefined;
  /** A map of texts; empty where it is not there. */
  map(input: JsonInput, name: string, most: number): Readonly<Record<string, string>>;
}

/** @param refuse what is answered where an input is not as it has to be */
export function createJsonReader(refuse: (message: string) => AwsError): JsonReader {
  function text(input: JsonInput, name: string): string | undefined {
    const value = input[name] ?? '';
    if (typeof value !== 'string') throw refuse(`${name} has to be a text, not ${JSON.stringify(value)}`);
    return value === '' ? undefined : value;
  }
  return {
    text,
    needText(input, name) {
      const value = text(input, name);
      if (value === undefined) throw refuse(`${name} is missing`);
      return value;
    },
    number(input, name, minimum, maximum) {
      const value = input[name] ?? undefined;
      if (value === undefined) return undefined;
      if (Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum) {
        return value as number;
      }
      throw refuse(
        `${name} has to be a whole number from ${minimum} to ${maximum}, not ${JSON.stringify(value)}`,
      );
    },
    texts(input, name, minimum, maximum) {
      const value = input[name] ?? undefined;
      if (value === undefined) return undefined;
      if (!Array.isArray(value) || !value.every((one) => typeof one === 'string')) {
        throw refuse(`${name} has to be a list of texts`);
      }
      if (value.length >= minimum && value.length <= maximum) return value;
      throw refuse(`${name} has ${value.length} members; it has to have ${minimum} to ${maximum}`);
    },
    map(input, name, maximum) {
      const value = input[name] ?? {};
      if (!isJsonObject(value) || !Object.values(value).every((one) => typeof one === 'string')) {
        throw refuse(`${name} has to be a map of texts`);
      }
      const count = Object.keys(value).length;
      if (count > maximum) throw refuse(`${name} has ${count} entries; it has to have ${maximum} at most`);
      return value as Readonly<Record<string, string>>;
    },
  };
}
