import {
  CreateStateMachineCommand,
  type CreateStateMachineCommandInput,
  ListExecutionsCommand,
  StartExecutionCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, expect, test } from 'vitest';
import { closeLocals } from '../testing/test-stack.ts';
import { machineManifest, oneState, startMachines } from './testing/machines.ts';

afterEach(closeLocals);

const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:machine';
const roleArn = 'arn:aws:iam::000000000000:role/machine';
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const start = () => startMachines({ machines: [machineManifest(oneState({ Type: 'Succeed' }))] });

// "CreateStateMachine" and "LoggingConfiguration" of the Step Functions API reference.
test.each<[string, Partial<CreateStateMachineCommandInput>]>([
  ['InvalidArn', { roleArn: 'machine' }],
  ['InvalidLoggingConfiguration', { loggingConfiguration: { level: 'ALL' } }],
  ['InvalidLoggingConfiguration', { loggingConfiguration: { level: 'INFO' as 'ALL', destinations: [{}] } }],
  ['InvalidLoggingConfiguration', { loggingConfiguration: { destinations: [{}, {}] } }],
  ['ValidationException', { publish: true }],
])('%s: a state machine with %j', async (name, more) => {
  const { sfn } = await start();
  const definition = JSON.stringify(oneState({ Type: 'Succeed' }));
  await expect(
    sfn.send(new CreateStateMachineCommand({ name: 'other', roleArn, definition, ...more })),
  ).rejects.toMatchObject({ name });
});

test('what is nested too deeply to be read is refused, and ends nothing', async () => {
  const { sfn } = await start();
  const not = '{"Not":'.repeat(20_000) + '{"Variable":"$","IsNull":true}' + '}'.repeat(20_000);
  const functions = 'States.Array('.repeat(11) + ')'.repeat(11);
  for (const state of [
    `{"Type":"Pass","Result":${nested(100_000)},"End":true}`,
    `{"Type":"Choice","Choices":[${not}]}`,
    `{"Type":"Pass","Parameters":{"a.$":"${functions}"},"End":true}`,
  ]) {
    const definition = `{"StartAt":"A","States":{"A":${state}}}`;
    await expect(
      sfn.send(new CreateStateMachineCommand({ name: 'deep', roleArn, definition })),
    ).rejects.toMatchObject({ name: 'InvalidDefinition', message: expect.stringContaining('nested deeper') });
  }
  await expect(
    sfn.send(new StartExecutionCommand({ stateMachineArn, input: nested(100_000) })),
  ).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
});

test('filters and limits that do not exist are refused', async () => {
  const { sfn } = await start();
  const definition = '{}'; // Two fields are missing.
  await expect(
    sfn.send(new ListExecutionsCommand({ stateMachineArn, redriveFilter: 'ALL' as 'REDRIVEN' })),
  ).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(
    sfn.send(new ValidateStateMachineDefinitionCommand({ definition, severity: 'INFO' as 'ERROR' })),
  ).rejects.toMatchObject({ name: 'ValidationException' });
  const { diagnostics, truncated } = await sfn.send(
    new ValidateStateMachineDefinitionCommand({ definition, maxResults: 1 }),
  );
  expect([diagnostics?.length, truncated]).toEqual([1, true]);
});
