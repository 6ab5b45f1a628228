import { createHash } from 'node:crypto';

const md5 = (bytes: string | Buffer) => createHash('md5').update(bytes).digest();
const file = md5('store,item,count\nBerlin,Echo,0\n').toString('hex');
// Of an upload in parts: the digest of their digests.
const parts = md5(Buffer.concat([md5('a'.repeat(5 * 1024 * 1024)), md5('b'.repeat(1024))])).toString('hex');

/** What each SDK has to print of the same steps: written once for all of the scripts, which are in their own languages. */
export const sdkAnswers: readonly string[] = [
  'buckets: shop',
  `put: "${file}"`,
  'get: true spring',
  'range: Berlin bytes 17-22/31',
  'put again: PreconditionFailed',
  `multipart: "${parts}-2"`,
  'multipart get: 5243904 true',
  `copy: "${file}"`,
  'list: list/copy.csv list/deep/ list/large.bin',
  'presigned put: 200',
  'presigned get: 200 by a link',
  'deleted: NoSuchKey',
  'delete many: 4',
  'table: ACTIVE',
  'get item: 12345678901234567890123456789012345678 a b 00ff',
  'transaction: None ConditionalCheckFailed',
  'condition: ConditionalCheckFailedException',
  'update: 42',
  'query: 08 07 06 05',
  'batch get: 00 29',
  'scan: 32',
  'sent: 2',
  'received: one zwei',
  'published: out of stock',
  'no queue: QueueDoesNotExist',
];
