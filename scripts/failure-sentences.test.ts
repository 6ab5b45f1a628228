import { attachProxies, attachSession, wrapServiceError } from '@groundcrew/aws-core';
import { resolveIdentity } from '@groundcrew/aws-core/identity';
import { exitCodes, runForReports } from '@groundcrew/cli';
import { createRecordingIo } from '@groundcrew/cli/testing';
import { messageOf } from '@groundcrew/errors';
import { findKorean } from '@groundcrew/report/messages';
import { expect, test } from 'vitest';
import { program } from './program.ts';

/* What a person sees on the pages of the console where a command fails. */

const who = 'arn:aws:iam::111122223333:user/ann';
const denied = `User: ${who} is not authorized to perform: ec2:DescribeInstances`;

test.each([
  ['CredentialsProviderError', 'Could not load credentials from any providers'],
  ['ExpiredToken', 'The security token included in the request is expired'],
  ['RequestExpired', 'Request has expired.'],
  ['RequestTimeTooSkewed', 'The difference is too large.'],
  ['InvalidClientTokenId', 'The security token included in the request is invalid.'],
  ['SignatureDoesNotMatch', 'The request signature does not match.'],
  ['AuthFailure', 'AWS was not able to validate the provided access credentials'],
  ['AccessDenied', 'Access Denied'],
  ['AccessDeniedException', denied],
  ['UnauthorizedOperation', `${denied} on resource: arn:aws:ec2:us-east-1:111122223333:instance/*`],
  ['AccessDenied', `${denied} with an explicit deny in a service control policy`],
  ['AccessDenied', `${denied} with an explicit deny in the role trust policy`],
  ['AccessDenied', `${denied} because no role trust policy allows the sts:AssumeRole action`],
  ['AccessDenied', `${denied} because no ledger policy allows it`],
  ['AccessDenied', `${denied} because the object is archived`],
  [
    'AccessDenied',
    `${who} is not authorized to perform: kms:Decrypt on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
  ],
  ...['because no resource-based policy allows it', 'with an explicit deny in a resource-based policy'].map(
    (end): [string, string] => [
      'AccessDenied',
      `${who} is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:us-east-1:1:key/abc ${end}`,
    ],
  ),
  ['AccessDenied', 'The ciphertext refers to a customer master key that does not exist.'],
  ['KMS.DisabledException', 'arn:aws:kms:us-east-1:1:key/abc is disabled.'],
  ['KMS.NotFoundException', 'Invalid keyId alias/shop'],
  ['KMS.KMSInvalidStateException', 'arn:aws:kms:us-east-1:1:key/abc is pending deletion.'],
  ['KMSInvalidKeyUsageException', 'key usage is SIGN_VERIFY'],
  ['KMS.ThrottlingException', 'Rate exceeded'],
  ['ResourceNotFoundException', 'Requested resource not found'],
  ['ThrottlingException', 'Rate exceeded'],
  ['TimeoutError', 'socket hang up'],
  ['InternalServerError', 'We encountered an internal error.'],
  ['ValidationException', 'One value is not valid'],
])('%s, %s is reported in Korean', (name, message) => {
  const error = Object.assign(new Error(message), {
    name,
    $metadata: { httpStatusCode: name === 'InternalServerError' ? 500 : 400, requestId: 'r' },
  });
  const text = wrapServiceError(error, {
    code: 'aws-ec2.describe-instances-failed',
    doing: 'list the instances',
    region: 'us-east-1',
  }).message;
  expect([text, findKorean(text, 'commands')]).toEqual([
    text,
    expect.stringMatching(/^요청이 실패했습니다\(list/),
  ]);
});

test.each([
  [false, {}],
  [false, { date: new Date().toUTCString() }],
  [true, {}],
])('RequestExpired, with a session: %s, headers %o, is reported in Korean', (hasSession, headers) => {
  const error = Object.assign(new Error('Request has expired.'), {
    name: 'RequestExpired',
    $metadata: { httpStatusCode: 400, requestId: 'r' },
    $response: { headers },
  });
  attachSession(error, hasSession);
  const text = wrapServiceError(error, {
    code: 'aws-ec2.describe-instances-failed',
    doing: 'list the instances',
  }).message;
  expect([text, findKorean(text, 'commands')]).toEqual([
    text,
    expect.stringMatching(/^요청이 실패했습니다\(list/),
  ]);
});

test.each([
  ['tags', 'audit', '--policy', 'nofile.yaml'],
  ['cost', 'report', '--period', 'foo'],
  ['cost', 'report', '--period', '2026-02-30'],
  ['cost', 'report', '--period', '2026-03..2026-01'],
  ['cost', 'report', '--by', 'foo'],
  ['cost', 'report', '--filter', 'a'],
  ['cost', 'report', '--source', 'nofile.csv'],
  ['cost', 'report', '--budget', 'x'],
  ['cost', 'report', '--metric', 'foo'],
  ['cost', 'report', '--currency', 'won', '--rate', '1'],
  ['cost', 'report', '--currency', 'foo', '--rate', '1'],
  ['ec2', 'list', '--limit', 'x'],
  ['ec2', 'list', '--state', 'foo'],
  ['ec2', 'list', '--ip', 'x'],
  ['ec2', 'list', '--vpc', 'vpc-1'],
  ['ec2', 'type', 'foo'],
  ['network', 'show', '--from', 'nowhere'],
  ['network', 'trace', 'a'],
  ['schedule', 'simulate', 'nofile.yaml'],
  ['schedule', 'simulate', 'nofile.yaml', '--year', 'x'],
])('what is wrong with %s %s %s %s is reported in Korean', async (...words) => {
  const sink = async () => {};
  const failed = await runForReports(program, words, createRecordingIo(), sink).then(
    () => exitCodes.done,
    (error: unknown) => messageOf(error),
  );
  expect([failed, findKorean(String(failed), 'commands')]).toEqual([
    failed,
    expect.stringMatching(/[\uac00-\ud7a3]/),
  ]);
});

test.each([
  { AWS_SECRET_ACCESS_KEY: 's' },
  { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 's\r' },
  { AWS_CONFIG_FILE: '/nowhere/config' },
  { AWS_CONFIG_FILE: '/' },
  { AWS_EC2_METADATA_DISABLED: '1' },
])('an incomplete identity is reported in Korean: %j', async (variables) => {
  const thrown: unknown = await resolveIdentity({}, { HOME: '/nowhere', ...variables }).catch(
    (error: unknown) => error,
  );
  const text = messageOf(thrown);
  expect([text, findKorean(text, 'commands')]).toEqual([text, expect.stringMatching(/[가-힣]/)]);
});

test('a proxy that cannot be reached is reported in Korean', () => {
  const messageOfFailed = (error: Error) => {
    attachProxies(error, [{ variable: 'https_proxy', host: '127.0.0.1', port: 9 }]);
    const context = { code: 'aws-ec2.describe-instances-failed', doing: 'list the instances' } as const;
    return wrapServiceError(error, context).message;
  };
  const refused = { code: 'ECONNREFUSED', address: '127.0.0.1', port: 9 };
  const text = messageOfFailed(Object.assign(new Error('connect ECONNREFUSED'), refused));
  const late = messageOfFailed(Object.assign(new Error('no connection'), { name: 'TimeoutError' }));
  expect(late).toContain('it timed out (no connection); try again, or check the proxy (https_proxy)');
  expect(findKorean(late, 'commands')).toContain('프록시(https_proxy)를 확인하세요');
  expect(text).toContain('the proxy 127.0.0.1:9 (https_proxy) cannot be reached');
  expect(findKorean(text, 'commands')).toMatch(/프록시 127\.0\.0\.1:9\(https_proxy\).*https_proxy을/);
});

test('a configuration file that is a folder is named with the variable that names it', async () => {
  await expect(resolveIdentity({}, { HOME: '/nowhere', AWS_CONFIG_FILE: '/' })).rejects.toThrow(
    'the configuration file "/" of AWS_CONFIG_FILE can\'t be read: it is a folder; correct it, or unset it',
  );
});
