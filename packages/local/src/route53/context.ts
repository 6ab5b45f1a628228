import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { PageTokens } from '../ec2/paging.ts';
import type { CallerContext, ResourceRegistry } from '../resource-registry/index.ts';
import type { AccountRegion } from '../resource-registry/index.ts';
import type { LocalRequest, LocalResponse } from '../service.ts';
import { type ParsedXml, parseXml, writeXmlDocument, type XmlElements } from '../xml.ts';
import type { AliasZones } from './apply-changes.ts';
import { invalidInput } from './errors.ts';
import type { ZoneChange } from './model.ts';
import type { ZoneStore } from './store.ts';

/** How long changes of records take, in milliseconds. */
export interface DnsDelays {
  /** From `PENDING` to `INSYNC`; default: 30,000. */
  readonly syncMs?: number;
}

/** What all operations of the service need. */
export interface ZoneContext {
  readonly store: ZoneStore;
  readonly registry: ResourceRegistry;
  readonly clock: Pick<Clock, 'now'>;
  readonly delays: Required<DnsDelays>;
  readonly tokens: PageTokens;
  readonly aliases: AliasZones;
  /** Whether there is a VPC. */
  readonly hasVpc: (scope: AccountRegion, id: string) => boolean;
}

/** One request. */
export interface ZoneCall {
  /** What the path names: an id. */
  readonly id: string;
  readonly request: LocalRequest;
  readonly caller: CallerContext;
  readonly operation: string;
  /** Empty for requests without one. */
  readonly body: string;
}

export interface ZoneOperation {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Of the whole path; its group is the id. */
  readonly path: RegExp;
  /** Default: `*`. */
  readonly resourceOf?: (id: string) => string;
  readonly act: (call: ZoneCall) => ZoneAnswer;
}

export interface ZoneAnswer {
  readonly elements: XmlElements;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export const NAMESPACE = 'https://route53.amazonaws.com/doc/2013-04-01/';

export const zoneArn = (id: string) => `arn:aws:route53:::hostedzone/${id}`;

/** An operation that returns nothing has an empty body. */
export function responseOf(
  operation: string,
  { elements, status = 200, headers = {} }: ZoneAnswer,
): LocalResponse {
  if (Object.keys(elements).length === 0) return { status, headers };
  return {
    status,
    headers: { 'content-type': 'text/xml', ...headers },
    body: writeXmlDocument(`${operation}Response`, NAMESPACE, elements),
  };
}

/** The content of a request. @throws AwsError `InvalidInput` */
export function readRequest({ body, operation }: ZoneCall): ParsedXml {
  const content = parseXml(body, `${operation}Request`);
  if (content === undefined) throw invalidInput(`Invalid XML ; the root element is not ${operation}Request`);
  return content;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** `Z…` of zones, `C…` of changes. */
export function createId(prefix: 'C' | 'Z'): string {
  const letters = [...randomBytes(19)].map((byte) => ALPHABET[byte % ALPHABET.length]);
  return `${prefix}0${letters.join('')}`;
}

export function newChange(
  { clock }: Pick<ZoneContext, 'clock'>,
  accountId: string,
  comment?: string,
): ZoneChange {
  return {
    id: createId('C'),
    accountId,
    submittedMs: clock.now(),
    ...(comment !== undefined && { comment }),
  };
}

/** "ChangeInfo" of the API reference. */
export function changeXml(
  { id, submittedMs, comment }: ZoneChange,
  { clock, delays }: Pick<ZoneContext, 'clock' | 'delays'>,
): XmlElements {
  return {
    Id: `/change/${id}`,
    Status: clock.now() < submittedMs + delays.syncMs ? 'PENDING' : 'INSYNC',
    SubmittedAt: new Date(submittedMs).toISOString(),
    Comment: comment,
  };
}
