import { readPolicyDocument } from '@groundcrew/iam';
import { authorizationTable, findPolicyProblems } from '@groundcrew/iam/reference';
import { type StateMachineDefinition, stateMachineGrantsOf } from '@groundcrew/lambda';
import { expect, test } from 'vitest';
import { resolveTemplate } from '../testing/resolve-template.ts';
import { sampleStateMachine, stackWithStateMachine } from '../testing/sample-state-machine.ts';
import { samTemplate } from './template.ts';

const here = 'eu-west-1:123456789012';
const resolved = resolveTemplate(samTemplate(stackWithStateMachine));

function named(type: string, name: string): Readonly<Record<string, unknown>> {
  return resolved.find((one) => one.type === type && one.name === name)!.properties;
}

const statements = (
  named('AWS::IAM::Role', 'What the state machine groundcrew-sample-load may do').Policies as {
    PolicyDocument: { Statement: { Action: string[]; Resource: string }[] };
  }[]
)[0]!.PolicyDocument.Statement;

test('a state machine is created with the definition of its manifest, as text', () => {
  const machine = named('AWS::StepFunctions::StateMachine', 'groundcrew-sample-load');
  expect(JSON.parse(machine['DefinitionString'] as string)).toEqual(sampleStateMachine.definition);
  expect(machine).toMatchObject({
    StateMachineType: 'STANDARD',
    DefinitionSubstitutions: {
      StockBucket: 'groundcrew-stock-123456789012-eu-west-1',
      LoadFunction: `arn:aws:lambda:${here}:function:groundcrew-load-inventory`,
    },
    LoggingConfiguration: { Level: 'ERROR', IncludeExecutionData: false },
  });
});

test('its role may start executions of itself alone, and redrive those of its own map alone', () => {
  const resourcesOf = (action: string) =>
    statements.filter(({ Action }) => Action.includes(action)).map(({ Resource }) => Resource);
  expect(resourcesOf('states:StartExecution')).toEqual([
    `arn:aws:states:${here}:stateMachine:groundcrew-sample-load`,
  ]);
  expect(resourcesOf('states:RedriveExecution')).toEqual([
    `arn:aws:states:${here}:execution:groundcrew-sample-load/LoadEach:*`,
  ]);
  expect(resourcesOf('lambda:InvokeFunction')).toEqual([
    `arn:aws:lambda:${here}:function:groundcrew-load-inventory`,
  ]);
});

test('every grant of it is one that the service authorization reference knows', () => {
  const document = readPolicyDocument({ Version: '2012-10-17', Statement: statements }, 'sample-load');
  expect(findPolicyProblems(authorizationTable, document)).toEqual([]);
});

test('without a Distributed Map and without logging, a role has nothing but the permissions of the manifest', () => {
  const definition: StateMachineDefinition = { StartAt: 'Done', States: { Done: { Type: 'Succeed' } } };
  const quiet = {
    ...sampleStateMachine,
    definition,
    logging: { level: 'OFF', includeExecutionData: false },
  } as const;
  expect(stateMachineGrantsOf(quiet)).toEqual(sampleStateMachine.permissions);
});

test.each([
  ['a text without a value', { substitutions: {} }, 'without a value'],
  [
    'a value without a text',
    { substitutions: { ...sampleStateMachine.substitutions, Other: 'x' } },
    '"Other" that its definition does not contain',
  ],
  [
    'a function that the stack does not have',
    { substitutions: { ...sampleStateMachine.substitutions, LoadFunction: { function: 'nobody' } } },
    'function "nobody"',
  ],
])('a manifest with %s is refused', (_, change, message) => {
  const stack = { ...stackWithStateMachine, stateMachines: [{ ...sampleStateMachine, ...change }] };
  expect(() => samTemplate(stack)).toThrow(message);
});
