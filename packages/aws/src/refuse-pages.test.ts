import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { wrapServiceError } from '@groundcrew/aws-core';
import { expect, onTestFinished, test } from 'vitest';
import { createIamClient } from './iam/index.ts';
import { createS3Client } from './s3/index.ts';

async function startPage(headers: Readonly<Record<string, string>> = {}, page = '<html>Sign in</html>') {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers });
    response.end(page);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  return { region: 'us-east-1', endpointUrl: `http://127.0.0.1:${port}`, credentials };
}

const reasonOf = async (sent: Promise<unknown>) => {
  const error = await sent.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return wrapServiceError(error, { code: 'aws-iam.account-alias-failed', doing: 'ask' }).details.reason;
};

test('a page with status 200 is not read as an answer of AWS without content', async () => {
  const connection = await startPage();
  const [iam, s3] = [createIamClient(connection), createS3Client(connection)];
  onTestFinished(() => {
    iam.destroy();
    s3.destroy();
  });
  expect(await reasonOf(iam.send(new ListAccountAliasesCommand({})))).toBe('not-aws');
  expect(await reasonOf(s3.send(new ListObjectsV2Command({ Bucket: 'b' })))).toBe('not-aws');
});

test('an empty body with status 200 is refused, but for S3', async () => {
  const connection = await startPage({ 'content-type': 'text/xml', 'content-length': '0' }, '');
  const [iam, s3] = [createIamClient(connection), createS3Client(connection)];
  onTestFinished(() => {
    iam.destroy();
    s3.destroy();
  });
  expect(await reasonOf(iam.send(new ListAccountAliasesCommand({})))).toBe('not-aws');
  expect((await s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'k' }))).$metadata.httpStatusCode).toBe(200);
});

test('an object that is a page is read', async () => {
  const s3 = createS3Client(await startPage({ 'x-amz-request-id': '1' }));
  onTestFinished(() => s3.destroy());
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'index.html' }));
  expect(await Body?.transformToString()).toContain('Sign in');
});
