import { Readable } from 'node:stream';
import type { HttpResponse } from '@smithy/types';
import { createXmlScanner } from '../ec2/xml/scanner.ts';
import { type FieldTable, fieldTable, type Shape } from '../ec2/xml/shape.ts';
import { foreignError, isMarked } from '../foreign-answers.ts';
import { readBody } from '../read-body.ts';
import { readJson, shapeOf } from './fields.ts';
import type { ListCall } from './list-call.ts';
import { type ListService, listServices } from './services.ts';

/**
 * The fields of a call's successful response; of XML only those are parsed, while it arrives.
 *
 * @throws Error in the form of the SDK's: the response is not one of the service
 */
export async function readResponse(call: ListCall, response: HttpResponse): Promise<object> {
  const { body } = response;
  const { protocol }: ListService = listServices[call.service];
  if (protocol !== 'query' && protocol !== 'rest-xml') return jsonFields(call, await textOf(body), response);
  const [root, table] = rootOf(call, protocol);
  const scanner = createXmlScanner(root, table);
  if (body instanceof Readable) await readBody(body, (piece) => scanner.write(piece));
  const read = scanner.end();
  return protocol === 'query' ? ((read.result as object | undefined) ?? {}) : read;
}

/** Without any of them, only a response that is marked as AWS's is an empty list. */
function jsonFields(call: ListCall, text: string, response: HttpResponse): object {
  const value = parsed(text || '{}');
  const found = readJson(call.response, value);
  if (Object.keys(found).length > 0 || (value !== undefined && isMarked(response))) return found;
  throw foreignError(
    response,
    text === '' ? 'an empty body' : `a body without what ${call.operation} returns`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const tables = new WeakMap<ListCall, readonly [string, FieldTable]>();

function rootOf(call: ListCall, protocol: 'query' | 'rest-xml'): readonly [string, FieldTable] {
  const known = tables.get(call);
  if (known) return known;
  const shape: Shape = shapeOf(call.response);
  const made =
    protocol === 'query'
      ? ([
          `${call.operation}Response`,
          fieldTable({ [`${call.operation}Result`]: { kind: 'structure', key: 'result', shape } }),
        ] as const)
      : ([call.root ?? `${call.operation}Response`, fieldTable(shape)] as const);
  tables.set(call, made);
  return made;
}

/** An error response as the SDK would throw it. */
export async function readError({ statusCode, headers, body }: HttpResponse): Promise<Error> {
  const text = await textOf(body);
  const { code, message } = text.trimStart().startsWith('<') ? xmlError(text) : jsonError(text);
  const error = new Error(message || `HTTP status ${statusCode}`);
  // `com.amazonaws.kms#NotFoundException:http://…` (Smithy specification, "Operation error serialization").
  const name = (headers['x-amzn-errortype'] ?? code).split(':')[0]!.split('#').at(-1)!;
  error.name = name || 'Error';
  return Object.assign(error, {
    $metadata: {
      httpStatusCode: statusCode,
      requestId: headers['x-amzn-requestid'] ?? headers['x-amz-request-id'],
    },
    $response: { headers },
  });
}

interface ErrorText {
  readonly code: string;
  readonly message: string;
}

function xmlError(text: string): ErrorText {
  const element = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1] ?? '';
  return { code: element('Code'), message: element('Message') };
}

function jsonError(text: string): ErrorText {
  try {
    const body = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const value = (...names: readonly string[]) =>
      names.map((name) => body[name]).find((found) => typeof found === 'string');
    return {
      code: (value('__type', 'code') as string | undefined) ?? '',
      message: (value('message', 'Message') as string | undefined) ?? '',
    };
  } catch {
    return { code: '', message: text.slice(0, 200) };
  }
}

async function textOf(body: unknown): Promise<string> {
  if (!(body instanceof Readable)) return '';
  const pieces: Buffer[] = [];
  await readBody(body, (piece) => pieces.push(piece));
  return Buffer.concat(pieces).toString('utf8');
}
