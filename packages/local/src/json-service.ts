import { readBody } from './http-server/read-body.ts';
import { isNestedDeeper } from './json-depth.ts';
import { isJsonObject } from './json-object.ts';
import { AwsError, type LocalRequest, type Protocol, type Service } from './service.ts';
import { refuseUnsupportedParameters } from './unsupported-parameters.ts';

export type JsonInput = Readonly<Record<string, unknown>>;

/** One action of a service that speaks a JSON protocol; it returns the body of the response. */
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
    operations: Object.keys(actions),
    matches: ({ headers }) => headers['x-amz-target']?.startsWith(targetPrefix) ?? false,
    async handle(request) {
      const operation = request.headers['x-amz-target']?.slice(targetPrefix.length) ?? '';
      const act = Object.hasOwn(actions, operation) ? actions[operation] : undefined;
      if (!act) {
        throw new AwsError(
          400,
          'UnknownOperationException',
          `the operation "${operation}" of ${name} is not supported by the embedded AWS; supported: ${Object.keys(actions).join(', ')}`,
        );
      }
      const input = readJsonInput(await readBody(request, MAX_BODY_BYTES));
      refuseUnsupportedParameters(name, operation, (parameter) => input[parameter]);
      return {
        status: 200,
        headers: { 'content-type': `application/x-amz-${protocol}` },
        body: JSON.stringify(await act(input, request)),
      };
    },
  };
}

// No request of these services is nested deeper; what is can be read by nothing here.
const MAX_DEPTH = 100;

/** @throws AwsError `SerializationException` */
export function readJsonInput(body: Buffer, code = 'SerializationException'): JsonInput {
  const text = body.toString('utf8') || '{}';
  if (isNestedDeeper(text, MAX_DEPTH)) {
    throw new AwsError(400, code, `the request's body is nested deeper than ${MAX_DEPTH} levels`);
  }
  try {
    const input: unknown = JSON.parse(text);
    if (isJsonObject(input)) return input;
  } catch {
    // Reported below, as for JSON that is not an object.
  }
  throw new AwsError(400, code, "the request's body is not a JSON object");
}

/** Reads the fields of an input, with the errors of one service. */
export interface JsonReader {
  /** `undefined` if it is missing or empty. */
  text(input: JsonInput, name: string): string | undefined;
  needText(input: JsonInput, name: string): string;
  number(input: JsonInput, name: string, minimum: number, maximum: number): number | undefined;
  /** `undefined` if it is missing. */
  texts(input: JsonInput, name: string, minimum: number, maximum: number): readonly string[] | undefined;
  /** A map of strings; empty if it is missing. */
  map(input: JsonInput, name: string, maximum: number): Readonly<Record<string, string>>;
}

/** @param refuse creates the error for an invalid input */
export function createJsonReader(refuse: (message: string) => AwsError): JsonReader {
  function text(input: JsonInput, name: string): string | undefined {
    const value = input[name] ?? '';
    if (typeof value !== 'string') throw refuse(`${name} must be a string, not ${JSON.stringify(value)}`);
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
        `${name} must be a whole number from ${minimum} to ${maximum}, not ${JSON.stringify(value)}`,
      );
    },
    texts(input, name, minimum, maximum) {
      const value = input[name] ?? undefined;
      if (value === undefined) return undefined;
      if (!Array.isArray(value) || !value.every((one) => typeof one === 'string')) {
        throw refuse(`${name} must be a list of strings`);
      }
      if (value.length >= minimum && value.length <= maximum) return value;
      throw refuse(`${name} has ${value.length} members; ${minimum} to ${maximum} are allowed`);
    },
    map(input, name, maximum) {
      const value = input[name] ?? {};
      if (!isJsonObject(value) || !Object.values(value).every((one) => typeof one === 'string')) {
        throw refuse(`${name} must be a map of strings`);
      }
      const count = Object.keys(value).length;
      if (count > maximum) throw refuse(`${name} has ${count} entries; at most ${maximum} are allowed`);
      return value as Readonly<Record<string, string>>;
    },
  };
}
