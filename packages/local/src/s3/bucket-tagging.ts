import type { ListedResource } from '../resource-registry/index.ts';
import { isReserved } from '../resource-registry/index.ts';
import { AwsError, type LocalRequest } from '../service.ts';
import type { Tags } from '../tags/index.ts';
import { childrenOf, childText, parseXml } from '../xml.ts';
import { invalidArgument, malformedXml, noSuchBucket } from './errors.ts';
import { type Handlers, type S3Context, xmlResponse } from './operation.ts';
import { callOf } from './permissions.ts';
import { receiveDocument } from './receive-body.ts';
import type { Operation } from './route.ts';

const MAX_BUCKETS = 10_000;

/** Buckets of all regions and accounts: the list of them, and their tags. Each reports its own permission. */
export const registryOperations: Handlers<
  'DeleteBucketTagging' | 'GetBucketTagging' | 'ListBuckets' | 'PutBucketTagging'
> = {
  async ListBuckets(request, _route, { registry }) {
    const { query } = request;
    const { accountId } = await registry.authorize(
      request,
      callOf({ operation: 'ListBuckets', bucket: '', key: '' }),
    );
    const prefix = query.get('prefix') ?? '';
    const region = query.get('bucket-region') ?? undefined;
    const limit = readMaxBuckets(query);
    const after = readToken(query.get('continuation-token'));
    const later = registry
      .listAll('s3:bucket', accountId)
      .filter((bucket) => bucket.name.startsWith(prefix) && bucket.name > after)
      .filter((bucket) => region === undefined || bucket.region === region);
    const page = later.slice(0, limit ?? MAX_BUCKETS);
    return xmlResponse('ListAllMyBucketsResult', {
      Owner: { ID: accountId },
      Buckets: {
        Bucket: page.map((bucket) => ({
          Name: bucket.name,
          CreationDate: new Date(bucket.createdMs).toISOString(),
          BucketRegion: bucket.region,
        })),
      },
      ContinuationToken:
        page.length < later.length ? Buffer.from(page.at(-1)!.name).toString('base64url') : undefined,
      Prefix: prefix === '' ? undefined : prefix,
    });
  },

  async GetBucketTagging(request, { bucket: name }, context) {
    const { bucket } = await authorizeBucket('GetBucketTagging', request, name, context);
    const { registry } = context;
    const tags = registry.tagsOf(bucket, registry.tagReadFor(request, 'GetBucketTagging'));
    if (Object.keys(tags).length === 0) {
      throw new AwsError(404, 'NoSuchTagSet', 'The TagSet does not exist', { fields: { BucketName: name } });
    }
    const Tag = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    return xmlResponse('Tagging', { TagSet: { Tag } });
  },

  async PutBucketTagging(request, { bucket: name }, context) {
    const { bucket, callerArn } = await authorizeBucket('PutBucketTagging', request, name, context);
    const set = readTags(await receiveDocument(request));
    replaceTags(bucket, set, callerArn, context);
    return { status: 204 };
  },

  async DeleteBucketTagging(request, { bucket: name }, context) {
    const { bucket, callerArn } = await authorizeBucket('DeleteBucketTagging', request, name, context);
    replaceTags(bucket, {}, callerArn, context);
    return { status: 204 };
  },
};

/**
 * Authorizes a request about a bucket's tags.
 *
 * @throws AwsError `NoSuchBucket`; `PermanentRedirect`: the bucket is in another region than that of the signature
 */
async function authorizeBucket(
  operation: Extract<Operation, `${string}BucketTagging`>,
  request: LocalRequest,
  name: string,
  { registry }: S3Context,
): Promise<{ readonly bucket: ListedResource; readonly callerArn: string }> {
  const { accountId, region, callerArn } = await registry.authorize(
    request,
    callOf({ operation, bucket: name, key: '' }),
  );
  const bucket = registry.find(`arn:aws:s3:::${name}`);
  if (!bucket) throw noSuchBucket(name);
  if (bucket.accountId !== accountId) throw new AwsError(403, 'AccessDenied', 'Access Denied');
  if (bucket.region !== region) throw otherRegion(bucket);
  return { bucket, callerArn };
}

/** Rules: "PutBucketTagging" of the S3 API reference: the whole set is replaced, except tags of AWS. */
function replaceTags(bucket: ListedResource, set: Tags, callerArn: string, { registry }: S3Context): void {
  const currentKeys = Object.keys(registry.tags.get(bucket.arn));
  const remove = currentKeys.filter((key) => !Object.hasOwn(set, key) && !isReserved(key));
  registry.change(bucket.arn, { set, remove }, { callerArn, action: 's3:PutBucketTagging' });
}

function readTags(document: string): Tags {
  const tagging = parseXml(document, 'Tagging');
  const [tagSet] = childrenOf(tagging, 'TagSet');
  if (tagSet === undefined) throw malformedXml();
  const tags = new Map<string, string>();
  for (const tag of childrenOf(tagSet, 'Tag')) {
    const key = childText(tag, 'Key');
    if (key === undefined) throw malformedXml();
    if (tags.has(key)) {
      throw new AwsError(400, 'InvalidTag', `Cannot provide multiple Tags with the same key: "${key}"`, {
        fields: { TagKey: key },
      });
    }
    tags.set(key, childText(tag, 'Value') ?? '');
  }
  return Object.fromEntries(tags);
}

function otherRegion({ name, region }: ListedResource): AwsError {
  return new AwsError(
    301,
    'PermanentRedirect',
    'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
    {
      fields: { Bucket: name, Endpoint: `${name}.s3.${region}.amazonaws.com` },
      headers: { 'x-amz-bucket-region': region },
    },
  );
}

/** The name that a page ended with; empty for the first page. */
function readToken(token: string | null): string {
  if (token === null || token === '') return '';
  const after = Buffer.from(token, 'base64url').toString();
  if (/^[\w.-]+$/.test(after) && Buffer.from(after).toString('base64url') === token) return after;
  throw invalidArgument('continuation-token', token, 'The continuation token provided is incorrect');
}

function readMaxBuckets(query: URLSearchParams): number | undefined {
  const text = query.get('max-buckets');
  if (text === null) return undefined;
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_BUCKETS) return limit;
  throw invalidArgument('max-buckets', text, `max-buckets must be from 1 to ${MAX_BUCKETS}`);
}
