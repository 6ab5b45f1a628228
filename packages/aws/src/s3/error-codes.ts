import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'aws-s3.access-denied': {
    meaning:
      'S3 denied access to the object or bucket. For an object it may also mean that it does not exist and that listing is not allowed.',
    action:
      'Correct the role, the bucket policy or the key; objects encrypted with your own KMS key need `kms:Decrypt`.',
  },
  'aws-s3.bucket.not-found': {
    meaning: 'The bucket does not exist.',
    action: 'Check its name, the region and the account; deploy again if it was deleted.',
  },
  'aws-s3.list-failed': {
    meaning: 'Buckets or objects could not be listed.',
    action: 'Act on `details.reason`; the caller needs `s3:ListAllMyBuckets` or `s3:ListBucket`.',
  },
  'aws-s3.object.changed': {
    meaning: 'The object was replaced while it was read.',
    action: 'Read it again; a load does so by itself, by the event of the new upload.',
  },
  'aws-s3.object.not-found': {
    meaning: 'The object, or this version of it, does not exist.',
    action: 'Check its key; it may have been deleted.',
  },
  'aws-s3.object.not-utf-8': {
    meaning: 'An object that has to be text is not UTF-8.',
    action: 'Save it as UTF-8 and upload it again.',
  },
  'aws-s3.object.too-large': {
    meaning: 'An object is larger than what is read of its kind.',
    action: 'Check that it is the right object.',
  },
  'aws-s3.read-failed': {
    meaning: 'An object, or facts about a bucket, could not be read.',
    action: 'Act on `details.reason`; the message names the object.',
  },
  'aws-s3.uri.invalid': {
    meaning: 'A text is not the address of an object.',
    action: 'Write `s3://BUCKET/KEY`.',
  },
  'aws-s3.write-failed': {
    meaning: 'An object could not be written or deleted.',
    action: 'Act on `details.reason`; the caller needs `s3:PutObject`, or `s3:DeleteObject`.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
