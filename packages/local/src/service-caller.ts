import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { AccessKeys } from './access-keys.ts';
import {
  type CallHook,
  type CallHookResult,
  ConnectionReset,
  type LocalRequest,
  type Service,
  type ServiceCall,
} from './service.ts';

/** One request of a service to another one. */
export interface InternalRequest {
  /** Its IAM prefix. */
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface InternalResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * Carries out calls of a service of the embedded AWS in the name of a role: recorded, checked against the role's
 * policies and met by faults as those that come in by HTTP.
 */
export interface ServiceCaller {
  /** @throws AwsError as the service answers, or ConnectionReset */
  call(request: InternalRequest, accessKeyId: string): Promise<InternalResponse>;
  /** Reports a call that needs no other service. @throws AwsError if it is denied, or by a fault */
  report(call: ServiceCall, accessKeyId: string): Promise<void>;
}

export function createServiceCaller(options: {
  readonly services: () => readonly Service[];
  readonly keys: AccessKeys;
  readonly region: string;
  readonly onCall: CallHook;
}): ServiceCaller {
  const { services, keys, region, onCall } = options;

  function requestOf(
    { service, method, path, query = {}, headers = {}, body = '' }: InternalRequest,
    accessKeyId: string,
  ): { readonly request: LocalRequest; readonly result: () => CallHookResult } {
    let hookResult: CallHookResult = {};
    const parameters = new URLSearchParams(query);
    const rawUrl = parameters.size === 0 ? path : `${path}?${parameters.toString()}`;
    const bytes = Buffer.from(body);
    const request: LocalRequest = {
      id: randomUUID(),
      method,
      path,
      rawUrl,
      query: parameters,
      headers: { host: '127.0.0.1', 'content-length': String(bytes.length), ...headers },
      body: Readable.from(bytes.length === 0 ? [] : [bytes]),
      accessKeyId,
      caller: keys.callerOf(accessKeyId),
      signingService: service,
      signingRegion: region,
      async reportCall(call) {
        const result = await onCall(call, request);
        hookResult = { ...hookResult, ...result };
        if (result?.late === undefined) return;
        hookResult = { ...hookResult, dropResponse: true };
        await result.late;
      },
    };
    return { request, result: () => hookResult };
  }

  return {
    async call(internal, accessKeyId) {
      const { request, result } = requestOf(internal, accessKeyId);
      const service = services().find((candidate) => candidate.matches(request))!;
      const { status, headers = {}, body } = await service.handle(request);
      const bytes = await bytesOf(body);
      const { dropResponse, errorAfterEffect } = result();
      if (dropResponse) throw new ConnectionReset();
      if (errorAfterEffect) throw errorAfterEffect;
      return { status, headers: { 'x-amzn-requestid': request.id, ...headers }, body: bytes };
    },
    async report(call, accessKeyId) {
      const service = call.action.slice(0, call.action.indexOf(':'));
      const { request } = requestOf({ service, method: 'POST', path: '/' }, accessKeyId);
      await request.reportCall(call);
    },
  };
}

async function bytesOf(body: Uint8Array | string | AsyncIterable<Uint8Array> | undefined): Promise<Buffer> {
  if (body === undefined) return Buffer.alloc(0);
  if (typeof body === 'string' || body instanceof Uint8Array) return Buffer.from(body);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}
