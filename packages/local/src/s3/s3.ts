import { join } from 'node:path';
import type { ResourceRegistry } from '../resource-registry/index.ts';
import { AwsError, type LocalRequest, type Service, type ServiceContext } from '../service.ts';
import { bucketOperations, createBucket } from './bucket-operations.ts';
import { registryOperations } from './bucket-tagging.ts';
import { copyOperations } from './copy-operations.ts';
import { readCopySource } from './copy-source.ts';
import { listOperations } from './list-operations.ts';
import { multipartOperations } from './multipart-operations.ts';
import { objectOperations } from './object-operations.ts';
import type { Handlers, ObjectCreated, S3Context } from './operation.ts';
import { callOf } from './permissions.ts';
import { bucketInHost, type Operation, operations, type Route, routeOf } from './route.ts';
import { checkPresignedUrl, isPresigned } from './presigned-url.ts';
import { createServiceObjects } from './service-objects.ts';
import type { ServiceObjects } from '../service-objects.ts';
import { createObjectStore } from './store.ts';

const handlers: Handlers<Operation> = {
  ...bucketOperations,
  ...copyOperations,
  ...registryOperations,
  ...listOperations,
  ...multipartOperations,
  ...objectOperations,
};

export interface S3Options extends ServiceContext {
  readonly registry: ResourceRegistry;
  /** Called for each object once it is stored. */
  readonly onObjectCreated?: (created: ObjectCreated) => void;
}

export interface S3 extends Service {
  /** Creates a bucket, unless it exists; versioning is optional. */
  createBucket(name: string, options?: { versioning?: boolean }): void;
  /** For other services; they report the calls. */
  readonly objects: ServiceObjects;
}

/** S3, in memory or in `dataDir`/s3. It accepts every request that is signed for S3 or not signed at all. */
export function createS3({ dataDir, ...options }: S3Options): S3 {
  const store = createObjectStore({
    clock: options.clock,
    ...(dataDir !== undefined && { dataDir: join(dataDir, 's3') }),
  });
  const context: S3Context = { ...options, store };
  options.registry.register('s3:bucket', () => store.listBuckets());
  return {
    name: 's3',
    protocol: 's3',
    operations,
    matches: isForS3,
    // It is refused for what it lacks.
    isLink: ({ query }) => isPresigned(query),
    objects: createServiceObjects(context),
    async handle(request) {
      if (isPresigned(request.query)) checkPresignedUrl(request.query, options.clock.now());
      const route = routeOf(request);
      checkOwners(request, route, context);
      if (!Object.hasOwn(registryOperations, route.operation)) await reportCalls(request, route);
      try {
        return await handlers[route.operation](request, route, context);
      } catch (error) {
        if (isMissingObject(error, route)) await reportListCall(request, route);
        throw error;
      }
    },
    createBucket(name, { versioning = false } = {}) {
      if (!store.hasBucket(name)) createBucket(store, name);
      if (versioning && store.bucket(name).versioning !== 'Enabled') store.setVersioning(name, 'Enabled');
    },
    async close() {
      store.close();
    },
  };
}

/**
 * Checks that a bucket, and that of a copy's source, belongs to the account that the request expects.
 *
 * Rules: "Verifying bucket ownership with bucket owner condition" in the S3 user guide.
 *
 * @throws AwsError 403 `AccessDenied`
 */
function checkOwners({ headers }: LocalRequest, { bucket }: Route, { registry, accountId }: S3Context): void {
  const check = (header: string, nameOf: () => string): void => {
    const expected = headers[header];
    if (expected === undefined) return;
    const owner = registry.find(`arn:aws:s3:::${nameOf()}`)?.accountId ?? accountId;
    if (owner !== expected) throw new AwsError(403, 'AccessDenied', 'Access Denied');
  };
  check('x-amz-expected-bucket-owner', () => bucket);
  check('x-amz-source-expected-bucket-owner', () => readCopySource(headers).bucket);
}

/** Requests of unsupported services must not be interpreted as requests for a bucket. */
function isForS3({ signingService, headers, method, path }: LocalRequest): boolean {
  if (signingService !== undefined) return signingService.startsWith('s3');
  // An unsigned action of the query protocol: S3 has no POST to its root.
  if (method === 'POST' && path === '/' && bucketInHost(headers.host) === undefined) return false;
  return headers['x-amz-target'] === undefined;
}

function isMissingObject(error: unknown, { operation }: Route): boolean {
  const isRead = operation === 'GetObject' || operation === 'HeadObject';
  return (
    isRead && error instanceof AwsError && (error.code === 'NoSuchKey' || error.code === 'NoSuchVersion')
  );
}

/** Only callers that may list a bucket get NoSuchKey for a missing object; all others get AccessDenied. */
async function reportListCall(request: LocalRequest, { operation, bucket }: Route): Promise<void> {
  await request.reportCall({ ...callOf({ operation: 'ListObjectsV2', bucket, key: '' }), operation });
}

async function reportCalls(request: LocalRequest, route: Route): Promise<void> {
  if (route.operation === 'CopyObject' || route.operation === 'UploadPartCopy') {
    const { versionId, ...source } = readCopySource(request.headers);
    await request.reportCall({
      ...callOf({ operation: 'GetObject', ...source }, versionId),
      operation: route.operation,
    });
  }
  // Its keys are in the body, which is not read yet.
  const reported = route.operation === 'DeleteObjects' ? { ...route, key: '*' } : route;
  await request.reportCall(callOf(reported, request.query.get('versionId')));
}
