import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { invokeAsync } from './index.ts';

const lambda = mockClient(LambdaClient);
afterAll(() => lambda.restore());
const request = { functionName: 'load-inventory', payload: { token: '서울' } };

beforeEach(() => {
  lambda.reset();
});

test('the event is passed to Lambda as JSON, without waiting for the function', async () => {
  lambda.on(InvokeCommand).resolves({ StatusCode: 202 });
  await invokeAsync(request);
  expect(lambda.commandCalls(InvokeCommand)[0]?.args[0].input).toEqual({
    FunctionName: 'load-inventory',
    InvocationType: 'Event',
    Payload: '{"token":"서울"}',
  });
});

test('anything but "accepted" is a failure', async () => {
  lambda.on(InvokeCommand).resolves({ StatusCode: 200 });
  await expect(invokeAsync(request)).rejects.toMatchObject({
    code: 'aws-lambda.invoke-failed',
    fault: 'service',
  });
});

test('a refusal names the function that could not be invoked', async () => {
  lambda.on(InvokeCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
  await expect(invokeAsync(request)).rejects.toMatchObject({
    code: 'aws-lambda.invoke-failed',
    message: expect.stringContaining('"load-inventory"') as string,
  });
});
