import { AwsError } from '../service.ts';

export const noSuchBucket = (bucket: string) =>
  new AwsError(404, 'NoSuchBucket', 'The specified bucket does not exist', {
    fields: { BucketName: bucket },
  });

export const noSuchKey = (key: string, headers: Readonly<Record<string, string>> = {}) =>
  new AwsError(404, 'NoSuchKey', 'The specified key does not exist.', { fields: { Key: key }, headers });

export const noSuchVersion = (key: string, versionId: string) =>
  new AwsError(404, 'NoSuchVersion', 'The specified version does not exist.', {
    fields: { Key: key, VersionId: versionId },
  });

export const noSuchUpload = (uploadId: string) =>
  new AwsError(
    404,
    'NoSuchUpload',
    'The specified multipart upload does not exist. The upload ID might be invalid, or the multipart upload might have been aborted or completed.',
    { fields: { UploadId: uploadId } },
  );

export const preconditionFailed = (condition: string) =>
  new AwsError(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    fields: { Condition: condition },
  });

export const notModified = (headers: Readonly<Record<string, string>>) =>
  new AwsError(304, 'NotModified', 'Not Modified', { headers });

export const malformedXml = () =>
  new AwsError(
    400,
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

export const invalidArgument = (name: string, value: string, message: string) =>
  new AwsError(400, 'InvalidArgument', message, { fields: { ArgumentName: name, ArgumentValue: value } });
