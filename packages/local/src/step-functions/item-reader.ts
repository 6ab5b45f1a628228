import type { ItemReader } from '@groundcrew/lambda';
import { childrenOf, childText, parseXml } from '../xml.ts';
import { StatesError } from './errors.ts';
import { callS3, objectPath, type RoleCall } from './integrations.ts';
import type { Json } from './json.ts';

/** Of a reader: `Bucket`, and `Prefix` or `Key`. */
type S3Parameters = Readonly<Record<string, string>>;

const FAILED = 'States.ItemReaderFailed';

/**
 * The items of a Distributed Map, from S3.
 *
 * Rules: "ItemReader (Map)" in the Step Functions developer guide. Of a listing, each item is an object with `Etag`,
 * `Key`, `LastModified` (seconds since 1970), `Size` and `StorageClass`; what looks like a folder is an object, too.
 *
 * @throws StatesError `States.ItemReaderFailed`
 */
export async function readItems(
  reader: ItemReader,
  parameters: S3Parameters,
  maxItems: number | undefined,
  call: RoleCall,
): Promise<readonly Json[]> {
  // 0 is the same as no limit.
  const limit = maxItems || Number.POSITIVE_INFINITY;
  return reader.Resource === 'arn:aws:states:::s3:listObjectsV2'
    ? await listItems(parameters, limit, call)
    : parseItems(await readObject(parameters, call), reader.ReaderConfig?.InputType, parameters).slice(
        0,
        limit,
      );
}

async function listItems(
  { Bucket: bucket, Prefix: prefix }: S3Parameters,
  limit: number,
  call: RoleCall,
): Promise<readonly Json[]> {
  const items: Json[] = [];
  let token: string | undefined;
  do {
    const { body } = await callS3(
      call,
      {
        method: 'GET',
        path: `/${bucket}`,
        query: {
          'list-type': '2',
          ...(prefix !== undefined && { prefix }),
          ...(token !== undefined && { 'continuation-token': token }),
        },
      },
      FAILED,
    );
    const page = parseXml(body.toString(), 'ListBucketResult');
    for (const entry of childrenOf(page, 'Contents')) {
      items.push({
        Etag: childText(entry, 'ETag') ?? '',
        Key: childText(entry, 'Key') ?? '',
        LastModified: Math.floor(Date.parse(childText(entry, 'LastModified') ?? '') / 1000),
        Size: Number(childText(entry, 'Size')),
        StorageClass: childText(entry, 'StorageClass') ?? 'STANDARD',
      });
    }
    token = childText(page, 'NextContinuationToken');
  } while (token !== undefined && items.length < limit);
  return items.slice(0, limit === Number.POSITIVE_INFINITY ? undefined : limit);
}

async function readObject(
  { Bucket: bucket, Key: key, VersionId: versionId }: S3Parameters,
  call: RoleCall,
): Promise<string> {
  const { body } = await callS3(
    call,
    {
      method: 'GET',
      path: objectPath(bucket!, key!),
      query: versionId === undefined ? {} : { versionId },
    },
    FAILED,
  );
  return body.toString();
}

function parseItems(
  text: string,
  type: 'JSON' | 'JSONL' | undefined,
  { Key: key }: S3Parameters,
): readonly Json[] {
  const parse = (part: string, place: string) => {
    try {
      return JSON.parse(part) as Json;
    } catch {
      throw new StatesError(FAILED, `Attempting to parse ${place} of ${key} as JSON has failed.`);
    }
  };
  if (type === 'JSONL') {
    return text
      .split('\n')
      .flatMap((line, index) => (line.trim() === '' ? [] : parse(line, `line ${index + 1}`)));
  }
  const items = parse(text, 'the content');
  if (Array.isArray(items)) return items as readonly Json[];
  throw new StatesError(FAILED, `Attempting to map over non-iterable node: ${key} is not a JSON array.`);
}
