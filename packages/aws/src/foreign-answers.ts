import type {
  DeserializeHandler,
  HandlerExecutionContext,
  HttpRequest,
  HttpResponse,
  MiddlewareStack,
  StaticOperationSchema,
  StaticStructureSchema,
} from '@smithy/types';
import { attachSession } from '@groundcrew/aws-core';

interface Refusing<Input extends object, Output extends object> {
  readonly middlewareStack: MiddlewareStack<Input, Output>;
}

interface RefuseOptions {
  /**
   * By operation: members of its output of which AWS returns at least one, also if there is nothing to list. Those that the
   * service's model requires need not be named.
   */
  readonly returned?: Readonly<Record<string, readonly string[]>>;
  /** Operations whose whole answer may be an element without content, as `<VersioningConfiguration/>`. */
  readonly emptyElements?: readonly string[];
}

/** The answer of an operation, as far as it decides who sent it. */
interface Answer {
  readonly operation: string;
  /** Of its output, by the service's model. */
  readonly members: readonly string[];
  readonly required: readonly string[];
  readonly response: HttpResponse;
  readonly output: Readonly<Record<string, unknown>>;
}

/** Of a body that was read before the SDK's deserializer, and found to be of the operation. */
export const scannedBody = new Uint8Array();

const HTML = /\bx?html\b/i;

/** What AWS answers with has one of them. */
const requestIds = ['x-amz-request-id', 'x-amzn-requestid', 'x-amz-id-2'];

/** S3 and Lambda fill them from the headers, status or body of any web server. */
const membersOfAnyServer = new Set([
  'AcceptRanges',
  'Body',
  'CacheControl',
  'ContentDisposition',
  'ContentEncoding',
  'ContentLanguage',
  'ContentLength',
  'ContentRange',
  'ContentType',
  'Expires',
  'ExpiresString',
  'LastModified',
  'Metadata',
  'StatusCode',
]);

/** Statuses of answers that have no content. */
const statusesWithoutContent = new Set([202, 204]);

/**
 * Makes a client refuse answers with status 200 that are not of its service, such as the sign-in page of a network, or `{}` or
 * an empty body of a proxy: the SDK finds nothing in them, which reads as an empty account, or as done.
 *
 * An answer is of the service if one of these holds:
 *
 * - it has the id of a request (`x-amzn-requestid`, `x-amz-request-id`, `x-amz-id-2`), as all of AWS have;
 * - its content type is that of the AWS JSON protocols, `application/x-amz-json-1.0` or `-1.1`, which answers without content
 *   have, too (Smithy specification, "AWS JSON 1.0 protocol", the section about empty bodies);
 * - it has a member of the operation's output that other web servers don't have;
 * - its status is 202 or 204;
 * - it is XML with content, and the operation returns nothing (or may: `options.emptyElements`).
 *
 * Of these, one is refused nevertheless if AWS always returns certain members and it has none: those that the service's
 * model requires, and `options.returned`.
 *
 * Its other errors have attached whether the request was of a session, by which they are explained.
 *
 * @returns the client; its `send` throws an error with the reason `not-aws`
 */
export function refuseForeignAnswers<Input extends object, Output extends object, Client>(
  client: Client & Refusing<Input, Output>,
  options: RefuseOptions = {},
): Client {
  const refuse =
    (
      next: DeserializeHandler<Input, Output>,
      context: HandlerExecutionContext,
    ): DeserializeHandler<Input, Output> =>
    async (args) => {
      const result = await next(args).catch((error: unknown) => {
        attachSession(error, hasSessionToken(args.request));
        throw error;
      });
      const schema = context.__smithy_context?.operationSchema as StaticOperationSchema | undefined;
      checkAnswer(result.response as HttpResponse, result.output ?? {}, schema, options);
      return result;
    };
  // Outside of the SDK's deserializer.
  client.middlewareStack.add(refuse, { step: 'deserialize', priority: 'high', name: 'refuseForeignAnswers' });
  return client;
}

/** Whether a signed request has the token of a session. */
function hasSessionToken(request: unknown): boolean {
  return (request as HttpRequest).headers['x-amz-security-token'] !== undefined;
}

/**
 * As {@link refuseForeignAnswers}, of one answer.
 *
 * @param output what the SDK, or a reader in its place, found in it
 * @throws Error in the form of the SDK's, with the reason `not-aws`
 */
export function checkAnswer(
  response: HttpResponse,
  output: object,
  schema: StaticOperationSchema | undefined,
  options: RefuseOptions = {},
): void {
  if (response.body === scannedBody || schema === undefined) return;
  const [, , operation, , , outputSchema] = schema;
  const [, , , , members = [], , requiredCount = 0] = structureOf(outputSchema);
  const required = [...members.slice(0, requiredCount), ...(options.returned?.[operation] ?? [])];
  const answer = { operation, members, required, response, output: output as Answer['output'] };
  if (!isOfService(answer, options)) throw foreignError(response, whatIs(response));
  if (required.length > 0 && !required.some((name) => output[name as never] !== undefined)) {
    throw foreignError(response, `${operation} without ${required.join(' and ')}`);
  }
}

/** An operation without an output has the schema `unit`. */
function structureOf(schema: unknown): StaticStructureSchema | [] {
  const found = typeof schema === 'function' ? (schema as () => unknown)() : schema;
  return Array.isArray(found) ? (found as unknown as StaticStructureSchema) : [];
}

function isOfService(answer: Answer, { emptyElements = [] }: RefuseOptions): boolean {
  const { response, members, operation } = answer;
  if (isMarked(response) || statusesWithoutContent.has(response.statusCode)) return true;
  if (hasOwnMember(answer)) return true;
  const isXml = /^(?:text|application)\/xml\b/i.test(typeOf(response));
  return isXml && lengthOf(response) !== '0' && (members.length === 0 || emptyElements.includes(operation));
}

/** Whether the head of an answer shows that AWS, or what stands in for it, sent it. */
export function isMarked(response: HttpResponse): boolean {
  return (
    requestIds.some((name) => response.headers[name] !== undefined) ||
    /^application\/x-amz-json-1\.[01]\b/i.test(typeOf(response))
  );
}

function hasOwnMember({ members, response, output }: Answer): boolean {
  const type = typeOf(response);
  return members.some((name) => {
    const value = output[name];
    if (value === undefined || value === null || membersOfAnyServer.has(name)) return false;
    // A page has one, too.
    if (name === 'ETag') return !HTML.test(type);
    // What a function returned, as it is.
    return name !== 'Payload' || /\b(?:json|plain)\b/i.test(type);
  });
}

/** In the form of the SDK's errors, so that it is explained as those are. */
export function foreignError(response: HttpResponse, what: string): Error {
  (response.body as { destroy?: () => void } | undefined)?.destroy?.();
  return Object.assign(new Error(what), {
    name: 'UnknownError',
    $metadata: { httpStatusCode: response.statusCode },
    $response: response,
  });
}

function whatIs(response: HttpResponse): string {
  if (lengthOf(response) === '0') return 'an empty body';
  const type = typeOf(response);
  if (HTML.test(type)) return 'a web page';
  return `${type === '' ? 'a body' : type} without a request id, and without what the operation returns`;
}

function typeOf({ headers }: HttpResponse): string {
  return headers['content-type'] ?? '';
}

function lengthOf({ headers }: HttpResponse): string | undefined {
  return headers['content-length'];
}
