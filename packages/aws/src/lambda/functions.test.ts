import { LambdaClient, ListFunctionsCommand, ListTagsCommand } from '@aws-sdk/client-lambda';
import { collectPages } from '@groundcrew/aws-core';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createLambdaClient, functionTags, listFunctions } from './index.ts';

const lambda = mockClient(LambdaClient);
afterAll(() => lambda.restore());
const client = createLambdaClient({ region: 'eu-west-1' });
const arn = (name: string): string => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;

beforeEach(() => {
  lambda.reset();
});

test('all pages of functions are listed', async () => {
  lambda
    .on(ListFunctionsCommand, { MaxItems: 50 })
    .resolves({ Functions: [{ FunctionName: 'load', FunctionArn: arn('load') }], NextMarker: '2' })
    .on(ListFunctionsCommand, { Marker: '2' })
    .resolves({
      Functions: [
        { FunctionName: 'watch', FunctionArn: arn('watch'), DeadLetterConfig: { TargetArn: 'arn:queue' } },
      ],
    });
  expect(await collectPages(listFunctions(client))).toEqual([
    { name: 'load', arn: arn('load') },
    { name: 'watch', arn: arn('watch'), deadLetterArn: 'arn:queue' },
  ]);
});

test('the tags of a function are read by its ARN', async () => {
  lambda.on(ListTagsCommand, { Resource: arn('load') }).resolves({ Tags: { Project: 'shop' } });
  expect(await functionTags(client, arn('load'))).toEqual({ Project: 'shop' });
});

test.each([
  ['ResourceNotFoundException', 'aws-lambda.function-not-found'],
  ['AccessDeniedException', 'aws-lambda.read-failed'],
])('%s is %s', async (name, code) => {
  lambda.on(ListTagsCommand).rejects(Object.assign(new Error('no'), { name }));
  await expect(functionTags(client, arn('load'))).rejects.toMatchObject({ code });
});

test('a refused list is reported', async () => {
  lambda.on(ListFunctionsCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
  await expect(collectPages(listFunctions(client))).rejects.toMatchObject({
    code: 'aws-lambda.list-failed',
    details: { reason: 'access-denied' },
  });
});
