import type { ResourceRegistry } from '../resource-registry/index.ts';
import type { LocalRequest, LocalResponse, ServiceContext } from '../service.ts';
import { writeXmlDocument, type XmlElements } from '../xml.ts';
import { type Checksum, checksumElement, checksumHeader } from './checksums.ts';
import { type Creation, eventRecord, type S3EventRecord } from './event-record.ts';
import type { StoredObject } from './model.ts';
import type { Operation, Route } from './route.ts';
import type { ObjectStore } from './store.ts';

/** An object was created: the subject of event notifications. */
export interface ObjectCreated {
  readonly bucketName: string;
  /** The decoded key. */
  readonly key: string;
  readonly record: S3EventRecord;
}

/** The context of S3's operations. */
export interface S3Context extends ServiceContext {
  readonly store: ObjectStore;
  readonly registry: ResourceRegistry;
  readonly onObjectCreated?: ((created: ObjectCreated) => void) | undefined;
}

/** Carries out one operation whose permission was reported. */
export type Handler = (
  request: LocalRequest,
  route: Route,
  context: S3Context,
) => LocalResponse | Promise<LocalResponse>;

export type Handlers<Some extends Operation> = Readonly<Record<Some, Handler>>;

export function xmlResponse(
  root: string,
  elements: XmlElements,
  headers: Record<string, string> = {},
): LocalResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml', ...headers },
    body: writeXmlDocument(root, 'http://s3.amazonaws.com/doc/2006-03-01/', elements),
  };
}

/** A checksum in an XML response. */
export function checksumElements(checksum: Checksum | undefined): XmlElements {
  return checksum
    ? { [checksumElement(checksum.algorithm)]: checksum.value, ChecksumType: checksum.type }
    : {};
}

/** A checksum in response headers. */
export function checksumHeaders(checksum: Checksum | undefined): Record<string, string> {
  return checksum
    ? { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type }
    : {};
}

/** Notifies listeners of a created object. */
export function notifyObjectCreated(
  context: S3Context,
  bucketName: string,
  object: StoredObject,
  creation: Creation,
  requestId: string,
): void {
  const { accountId } = context;
  const { region = context.region } = context.store.bucket(bucketName);
  context.onObjectCreated?.({
    bucketName,
    key: object.key,
    record: eventRecord(object, { bucketName, region, accountId, requestId, creation }),
  });
}
