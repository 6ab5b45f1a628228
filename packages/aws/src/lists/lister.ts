import type { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import {
  attachSession,
  type CallSettings,
  type ConnectionSettings,
  createCall,
  pages,
  partitionOf,
  signRequest,
  wrapServiceError,
} from '@groundcrew/aws-core';
import { GroundcrewError } from '@groundcrew/errors';
import type { HttpResponse } from '@smithy/types';
import type { CallOptions } from '../call.ts';
import { encodeRequest } from './encode-request.ts';
import type { FoundResource, ListCall, ListInput, ListPlace } from './list-call.ts';
import { type ListedTypeName, listTypes } from './list-types.ts';
import { readError, readResponse } from './read-response.ts';
import { awsEndpoint, type ListService, type ListServiceName, listServices } from './services.ts';

/** The resources of one account in one region, as their services list them: tagged or not. */
export interface Lister {
  /**
   * Lists a type, a page at a time.
   *
   * @param within the ARNs of what it lists in, of a type that needs them (`listTypes`)
   * @throws GroundcrewError `aws-lists.list-failed`, with `details.permission`; the signal's reason
   */
  list(
    type: ListedTypeName,
    place: Pick<ListPlace, 'accountId' | 'region'>,
    options?: CallOptions & { readonly within?: readonly string[] },
  ): AsyncGenerator<readonly FoundResource[], void>;
}

export interface ListerSettings extends CallSettings<ListServiceName> {
  /** Whose credentials, region and connections are used. */
  readonly client: ResourceGroupsTaggingAPIClient;
  /** As the client has it. */
  readonly connection: Pick<ConnectionSettings, 'endpointUrl' | 'endpointOf'>;
  /** The current time in milliseconds; default: `Date.now`. */
  readonly now?: () => number;
}

/** Errors that a wrong clock may cause. */
const clockErrors = new Set([
  'InvalidSignatureException',
  'RequestExpired',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
]);
/** AWS accepts signatures of five minutes before and after (IAM User Guide, "Signing AWS API requests"). */
const MAX_SKEW_MS = 4 * 60_000;

/**
 * Lists by requests that are written, signed and read here: a client of the SDK for each of twenty services would be some
 * 80 MB more to install (ADR 40).
 */
export function createLister({ client, connection, now = Date.now, ...settings }: ListerSettings): Lister {
  const call = createCall(settings);
  let clockOffsetMs = 0;

  async function endpointOf(service: ListServiceName, region: string) {
    const { settingName }: ListService = listServices[service];
    const own = connection.endpointUrl ?? connection.endpointOf?.(settingName)?.value;
    const found = awsEndpoint(service, region, { fips: await client.config.useFipsEndpoint() });
    return { url: new URL(own ?? found.url), region: found.signingRegion };
  }

  async function send(of: ListCall, input: ListInput, region: string, signal?: AbortSignal): Promise<object> {
    const { service } = of;
    const { host, signingName = host }: ListService = listServices[service];
    const endpoint = await endpointOf(service, region);
    const { method, path, query, headers, body } = encodeRequest(of, input);
    const url = endpoint.url;
    const fullPath = url.pathname.replace(/\/$/, '') + path;
    const credentials = await client.config.credentials();
    const signed = signRequest(
      { method, path: fullPath, query, headers: { ...headers, host: url.host }, body },
      { region: endpoint.region, service: signingName },
      credentials,
      now() + clockOffsetMs,
    );
    const { response } = await client.config.requestHandler.handle(
      {
        method,
        protocol: url.protocol,
        hostname: url.hostname,
        ...(url.port !== '' && { port: Number(url.port) }),
        path: fullPath,
        query,
        headers: { ...signed, 'content-length': String(Buffer.byteLength(body)) },
        body,
      } as never,
      signal ? { abortSignal: signal } : {},
    );
    if (response.statusCode === 200) return await readResponse(of, response);
    const error = await readError(response);
    attachSession(error, credentials.sessionToken !== undefined);
    throw correctClock(error, response)
      ? Object.assign(error, { $metadata: { ...metadataOf(error), clockSkewCorrected: true } })
      : error;
  }

  /** Whether the next request is signed by another clock, as this one was wrong. */
  function correctClock({ name }: Error, { headers }: HttpResponse): boolean {
    const serviceMs = Date.parse(headers.date ?? '');
    const skewMs = serviceMs - (now() + clockOffsetMs);
    if (!clockErrors.has(name) || Number.isNaN(skewMs) || Math.abs(skewMs) < MAX_SKEW_MS) return false;
    clockOffsetMs += skewMs;
    return true;
  }

  function listCall(
    of: ListCall,
    place: ListPlace,
    title: string,
    signal: AbortSignal | undefined,
    within?: string,
  ): AsyncGenerator<readonly FoundResource[], void> {
    return pages<FoundResource>(async (token) => {
      const input = of.input?.(within) ?? {};
      const paged = of.token !== undefined && token !== undefined ? { ...input, [of.token]: token } : input;
      try {
        const response = await call(of.service, signal, () => send(of, paged, place.region, signal));
        const { resources, next } = of.page(response, place, within);
        return { items: resources, next: of.token === undefined ? undefined : next };
      } catch (error) {
        signal?.throwIfAborted();
        throw listFailed(error, of, title);
      }
    });
  }

  return {
    async *list(type, { accountId, region }, { signal, within = [] } = {}) {
      const place = { accountId, region, partition: partitionOf(region) };
      const { title, calls, except, within: outer } = listTypes[type];
      const left = new Set<string>();
      if (except !== undefined)
        for await (const page of listCall(except, place, title, signal))
          for (const { id } of page) if (id !== undefined) left.add(id);
      for (const of of calls) {
        for (const arn of outer === undefined ? [undefined] : within) {
          for await (const page of listCall(of, place, title, signal, arn)) {
            const kept = left.size === 0 ? page : page.filter(({ id }) => id === undefined || !left.has(id));
            if (kept.length > 0) yield kept;
          }
        }
      }
    },
  };
}

function metadataOf(error: Error): object {
  return (error as { $metadata?: object }).$metadata ?? {};
}

function listFailed(error: unknown, { permissions }: ListCall, title: string): GroundcrewError {
  const wrapped = wrapServiceError(error, { code: 'aws-lists.list-failed', doing: `list the ${title}` });
  const { code, message, fault, details } = wrapped;
  return new GroundcrewError(code, message, {
    fault,
    cause: wrapped.cause,
    details: { ...details, permission: permissions.join(' and ') },
  });
}
