import type { Readable } from 'node:stream';
import type { Clock } from './clock.ts';

/** The common options of all services. */
export interface ServiceContext {
  readonly region: string;
  readonly accountId: string;
  readonly clock: Clock;
  /** Folder of the service's state; omitted: in memory. */
  readonly dataDir?: string;
}

/** One HTTP request, its body not yet read. */
export interface LocalRequest {
  /** Unique; sent back as `x-amzn-requestid` (S3: `x-amz-request-id`). */
  readonly id: string;
  readonly method: string;
  /** As sent: percent-encoded, without the query string. */
  readonly path: string;
  /** As sent: path and query string. */
  readonly rawUrl: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
  /** From the signature; it is not verified. */
  readonly accessKeyId: string | undefined;
  /** Name of the calling function, identified by its access key; `external` for all other callers. */
  readonly caller: string;
  /** The service named in the signature's credential scope (`s3`, `sns`, …), if there is a signature. */
  readonly signingService: string | undefined;
  /** The region named there. */
  readonly signingRegion: string | undefined;
  /**
   * A service reports its call, once per IAM action, before it does anything.
   * Rejects if the call is not to be carried out (its role does not allow it; a fault): don't catch the rejection.
   */
  reportCall(call: ServiceCall): Promise<void>;
}

/** A call in IAM's terms. */
export interface ServiceCall {
  /** `s3:PutObject` */
  readonly action: string;
  /** The ARN that the permission is checked on. */
  readonly resource: string;
  /** Further ARNs, of a call that is about several resources: each has to be allowed. */
  readonly alsoOn?: readonly string[];
  /** The operation's own name on the wire: `PutObject`, `UploadPart`. */
  readonly operation: string;
}

/** Sees every call before it is carried out. May wait (latency) or throw {@link AwsError} or {@link ConnectionReset}. */
export type CallHook = (
  call: ServiceCall,
  request: LocalRequest,
) => undefined | CallHookResult | Promise<undefined | CallHookResult>;

/** Additional effects that a hook requests. */
export interface CallHookResult {
  /** The call is carried out, then the connection is reset instead of a response. */
  readonly dropResponse?: boolean;
  /** The connection is reset at once; the call is carried out when this resolves. */
  readonly late?: Promise<void>;
  /** The call is carried out, then this error is returned instead: a failure after the effect. */
  readonly errorAfterEffect?: AwsError;
}

export interface LocalResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string | AsyncIterable<Uint8Array>;
}

/** How a service's errors are written on the wire. */
export type Protocol = 'cbor' | 'json-1.0' | 'json-1.1' | 'rest-json' | 'rest-xml' | 'query' | 'ec2' | 's3';

export interface Service {
  /** IAM prefix: `s3`, `sns`, `dynamodb`. */
  readonly name: string;
  readonly protocol: Protocol;
  /** The operations that it serves, by their names in its API reference. */
  readonly operations?: readonly string[];
  /** Operations that AWS takes without a signature, and that are not supported here. */
  readonly unsigned?: readonly string[];
  /** The protocol of a request, if the service speaks several. */
  protocolOf?(request: LocalRequest): Protocol;
  /** Services are tried in order; the first that accepts gets the request. S3 is last: it accepts all others. */
  matches(request: LocalRequest): boolean;
  /** Whether a request may be an address that is opened, without a signature: what links in messages and HTTP APIs need. */
  isLink?(request: LocalRequest): boolean;
  /** May throw {@link AwsError}: the HTTP server writes it in the service's protocol. */
  handle(request: LocalRequest): Promise<LocalResponse>;
  close?(): Promise<void>;
}

/** What XML 1.0 can't express, not even by a reference: a message may quote it. */
// eslint-disable-next-line no-control-regex
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** An error response of a service, not a failure of this program. */
export class AwsError extends Error {
  /** `NoSuchBucket` */
  readonly code: string;
  readonly status: number;
  /** Further elements of the body: `{ BucketName: 'a' }`. */
  readonly fields: Readonly<Record<string, string>>;
  /** Members of the body of any JSON type, for the JSON protocols: a failed condition's item. */
  readonly details: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    options: {
      fields?: Readonly<Record<string, string>>;
      details?: Readonly<Record<string, unknown>>;
      headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(message.replaceAll(UNWRITABLE, escaped));
    this.name = 'AwsError';
    this.status = status;
    this.code = code;
    this.fields = options.fields ?? {};
    this.details = options.details ?? {};
    this.headers = options.headers ?? {};
  }
}

/** Thrown by a {@link CallHook}: the connection is reset without a response. */
export class ConnectionReset extends Error {
  constructor() {
    super('the connection is reset by an injected fault');
    this.name = 'ConnectionReset';
  }
}
