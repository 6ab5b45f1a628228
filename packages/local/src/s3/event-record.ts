import type { StoredObject } from './model.ts';

/** The operation that created an object: the last part of its event's name. */
export type Creation = 'Put' | 'Copy' | 'CompleteMultipartUpload';

/** One record of an S3 event notification, as a function receives it. */
export interface S3EventRecord {
  readonly eventVersion: '2.1';
  readonly eventSource: 'aws:s3';
  readonly awsRegion: string;
  readonly eventTime: string;
  readonly eventName: `ObjectCreated:${Creation}`;
  readonly userIdentity: { readonly principalId: string };
  readonly requestParameters: { readonly sourceIPAddress: string };
  readonly responseElements: { readonly 'x-amz-request-id': string; readonly 'x-amz-id-2': string };
  readonly s3: {
    readonly s3SchemaVersion: '1.0';
    readonly configurationId: string;
    readonly bucket: {
      readonly name: string;
      readonly ownerIdentity: { readonly principalId: string };
      readonly arn: string;
    };
    readonly object: {
      /** URL-encoded: see {@link encodeEventKey}. */
      readonly key: string;
      readonly size: number;
      readonly eTag: string;
      readonly versionId?: string;
      /** Of two records of one key, the later one's is greater, compared as a string. */
      readonly sequencer: string;
    };
  };
}

/** Rules: "Event message structure" in the S3 user guide. */
export function eventRecord(
  object: StoredObject,
  context: {
    readonly bucketName: string;
    readonly region: string;
    readonly accountId: string;
    readonly requestId: string;
    readonly creation: Creation;
  },
): S3EventRecord {
  return {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: context.region,
    eventTime: new Date(object.lastModifiedMs).toISOString(),
    eventName: `ObjectCreated:${context.creation}`,
    userIdentity: { principalId: `AWS:${context.accountId}` },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: { 'x-amz-request-id': context.requestId, 'x-amz-id-2': 'groundcrew-local' },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: 'groundcrew-local',
      bucket: {
        name: context.bucketName,
        ownerIdentity: { principalId: context.accountId },
        arn: `arn:aws:s3:::${context.bucketName}`,
      },
      object: {
        key: encodeEventKey(object.key),
        size: object.sizeBytes,
        eTag: object.etag.replaceAll('"', ''),
        ...(object.versionId !== 'null' && { versionId: object.versionId }),
        sequencer: object.sequencer,
      },
    },
  };
}

/**
 * A key in the encoding of S3 events: form encoding (a space is `+`, the rest is UTF-8 as `%XX`) with
 * unencoded slashes.
 */
export function encodeEventKey(key: string): string {
  return encodeURIComponent(key)
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
    .replaceAll('%2F', '/');
}
