import type { ResourceRegistry } from '../resource-registry/index.ts';
import type { LocalRequest, LocalResponse, ServiceContext } from '../service.ts';
import { writeXmlDocument, type XmlElements } from '../xml.ts';
import { type Checksum, checksumElement, checksumHeader } from './checksums.ts';
import { type Creation, eventRecord, type S3EventRecord } from './event-record.ts';
import type { StoredObject } from './model.ts';
import type { Operation, Route } from './route.ts';
import type { ObjectStore } from './store.ts';

/** An object was made: what event notifications are about. */
export interface ObjectCreated {
  readonly bucketName: string;
  /** As it was sent, decoded. */
  readonly key: string;
  readonly record: S3EventRecord;
}

/** What the operations of S3 work with. */
export interface S3Context extends ServiceContext {
  readonly store: ObjectStore;
  readonly registry: ResourceRegistry;
  readonly onObjectCreated?: ((created: ObjectCreated) => void) | undefined;
}

/** Carries out one operation whose permission was announced. */
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

/** A checksum in an XML answer. */
export function checksumElements(checksum: Checksum | undefined): XmlElements {
  return checksum
    ? { [checksumElement(checksum.algorithm)]: checksum.value, ChecksumType: checksum.type }
    : {};
}

/** A checksum in the headers of an answer. */
export function checksumHeaders(checksum: Checksum | undefined): Record<string, string> {
  return checksum
    ? { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type }
    : {};
}

/** Tells whoever listens that an object was made. */
export function notifyObjectCreated(
  context: S3Context,
  bucketName: string,
  object: StoredObject,
  creation: Creation,
  requestId: string,
): void {
  const { region, accountId } = context;
  context.onObjectCreated?.({
    bucketName,
    key: object.key,
    record: eventRecord(object, { bucketName, region, accountId, requestId, creation }),
  });
}
