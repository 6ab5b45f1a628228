import {
  GetFunctionCommand,
  InvokeCommand,
  type InvokeCommandInput,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import { afterEach, expect, test } from 'vitest';
import {
  closeLocals,
  functionManifest,
  onRequest,
  startTest,
  testStack,
  writeBundle,
} from '../testing/test-stack.ts';
import { readFunctionReference } from './function-reference.ts';

afterEach(closeLocals);

// "Invoke" of the Lambda API reference, `FunctionName`, with the pattern of the service model.
test.each([
  ['load', { name: 'load' }],
  ['load:live', { name: 'load', qualifier: 'live' }],
  ['load:$LATEST', { name: 'load', qualifier: '$LATEST' }],
  ['function:load', { name: 'load' }],
  ['123456789012:function:load:7', { name: 'load', accountId: '123456789012', qualifier: '7' }],
  [
    'arn:aws-cn:lambda:cn-north-1:123456789012:function:load',
    { name: 'load', region: 'cn-north-1', accountId: '123456789012' },
  ],
])('%s is read', (text, expected) => {
  const nothing = { qualifier: undefined, region: undefined, accountId: undefined };
  expect(readFunctionReference(encodeURIComponent(text))).toEqual({ ...nothing, ...expected });
});

test.each(['', '%', 'a b', 'load:', 'load:live:7', 'arn:aws:s3:::load', 'a'.repeat(300)])(
  '"%s" is not',
  (text) => {
    expect(() => readFunctionReference(text)).toThrow('functionName');
  },
);

test('a version, an alias, a region or an account that it does not have is not the function', async () => {
  const { lambda } = await startTest({
    stack: testStack([functionManifest('load', onRequest)]),
    bundles: [writeBundle('load', 'exports.handler = async () => "loaded";')],
  });
  const invoke = (FunctionName: string, more: Partial<InvokeCommandInput> = {}) =>
    lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'DryRun', ...more }));
  const arn = 'arn:aws:lambda:us-east-1:000000000000:function:load';

  for (const name of ['load', 'load:$LATEST', arn, `${arn}:$LATEST`, '000000000000:function:load'])
    expect((await invoke(name)).StatusCode).toBe(204);
  expect((await invoke('load', { Qualifier: '$LATEST' })).StatusCode).toBe(204);
  const others = [
    'load:live',
    `${arn}:7`,
    arn.replace('us-east-1', 'eu-west-1'),
    '999999999999:function:load',
  ];
  for (const name of others) {
    await expect(invoke(name)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(lambda.send(new GetFunctionCommand({ FunctionName: name }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  }
  await expect(invoke('load', { Qualifier: '7' })).rejects.toThrow('Function not found: ' + arn + ':7');
  await expect(invoke('load:live', { Qualifier: '7' })).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
  });
});

test('what is not carried out is refused by name', async () => {
  const { lambda } = await startTest({
    stack: testStack([functionManifest('load', onRequest)]),
    bundles: [writeBundle('load', 'exports.handler = async () => "loaded";')],
  });
  const refused = { name: 'InvalidParameterValueException' };
  const invoke = (more: Partial<InvokeCommandInput>) =>
    lambda.send(new InvokeCommand({ FunctionName: 'load', ...more }));

  for (const more of [{ LogType: 'Tail' }, { ClientContext: 'e30=' }, { TenantId: 'shop' }] as const)
    await expect(invoke(more)).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining(Object.keys(more)[0]!),
    });
  expect((await invoke({ LogType: 'None' })).StatusCode).toBe(200);
  for (const input of [
    { Marker: 'page' },
    { FunctionVersion: 'LATEST' as 'ALL' },
    { MasterRegion: 'eu-west-1' },
  ])
    await expect(lambda.send(new ListFunctionsCommand(input))).rejects.toMatchObject(refused);
  await expect(lambda.send(new ListEventSourceMappingsCommand({ MaxItems: 0 }))).rejects.toMatchObject(
    refused,
  );
});
