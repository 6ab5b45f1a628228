import { createRequire } from 'node:module';
import path from 'node:path';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { stacks } from '@groundcrew/functions/stacks';
import { type LocalAws, startLocal } from '@groundcrew/local';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { machineCases } from './state-machine-cases.ts';

/*
 * asl-validator, which nobody here wrote, beside the check of the embedded AWS. It finds fields that are misspelt, but has nothing to
 * object to a reader in a Map state that is not distributed: Step Functions ignores or refuses it, and the map would run over
 * something else.
 */

type Validate = (definition: object) => { readonly isValid: boolean; readonly errors: unknown };

let local: LocalAws;
let sfn: SFNClient;
let made = 0;
const load = createRequire(path.join(inject('tools').asl, 'package.json'));
const aslValidator = load('asl-validator') as Validate;
/** It adds the query language to what it is given. */
const validate: Validate = (definition) => aslValidator(structuredClone(definition));

beforeAll(async () => {
  local = await startLocal();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  sfn = new SFNClient({ region: local.region, endpoint: local.endpoint, credentials });
});
afterAll(async () => {
  sfn.destroy();
  await local.close();
});

/** Whether the embedded AWS takes a definition. */
async function isTaken(definition: object): Promise<boolean> {
  const command = new CreateStateMachineCommand({
    name: `m${++made}`,
    definition: JSON.stringify(definition),
    roleArn: 'arn:aws:iam::000000000000:role/anyone',
  });
  return sfn.send(command).then(
    () => true,
    (error: Error) => {
      if (error.name !== 'InvalidDefinition') throw error;
      return false;
    },
  );
}

const machines = stacks.flatMap(({ stateMachines }) =>
  stateMachines.map(({ name, definition }) => [name, definition] as const),
);

test.each(machines)('asl-validator has nothing to object to %s', async (_, definition) => {
  expect(validate(definition).errors).toEqual([]);
  expect(await isTaken(definition)).toBe(true);
});

test.each(Object.entries(machineCases))('both take a definition with: %s', async (_, { definition }) => {
  expect(validate(definition).errors).toEqual([]);
  expect(await isTaken(definition)).toBe(true);
});

const mapOf = (mode: object, more: object) => ({
  StartAt: 'Map',
  States: {
    Map: {
      Type: 'Map',
      ItemProcessor: { ...mode, StartAt: 'Each', States: { Each: { Type: 'Pass', End: true } } },
      End: true,
      ...more,
    },
  },
});
const inline = { ProcessorConfig: { Mode: 'INLINE' } };
const distributed = { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };
const Parameters = { Bucket: 'b', Key: 'k' };
const ItemReader = {
  Resource: 'arn:aws:states:::s3:getObject',
  ReaderConfig: { InputType: 'JSONL' },
  Parameters,
};
const distributedOnly = {
  ItemReader,
  ItemBatcher: { MaxItemsPerBatch: 2 },
  ResultWriter: {
    Resource: 'arn:aws:states:::s3:putObject',
    Parameters: { Bucket: 'b', Prefix: 'p' },
  },
  ToleratedFailurePercentage: 5,
  Label: 'Name',
};

test.each(Object.entries(distributedOnly))(
  'only the embedded AWS refuses %s in a Map state that is not distributed',
  async (field, value) => {
    for (const mode of [inline, {}]) {
      const definition = mapOf(mode, { [field]: value });
      expect(validate(definition).isValid).toBe(true);
      expect(await isTaken(definition)).toBe(false);
    }
    expect(await isTaken(mapOf(distributed, { [field]: value }))).toBe(true);
  },
);

test.each([
  ['a misspelt field', mapOf(distributed, { ItemReadr: ItemReader })],
  ['a mode without a type', mapOf({ ProcessorConfig: { Mode: 'DISTRIBUTED' } }, {})],
  ['a state that is not there', { StartAt: 'None', States: { Some: { Type: 'Succeed' } } }],
  [
    'a state that nothing leads to',
    { StartAt: 'Some', States: { Some: { Type: 'Succeed' }, Other: { Type: 'Succeed' } } },
  ],
  ['a type that does not exist', { StartAt: 'Some', States: { Some: { Type: 'Loop', End: true } } }],
])('both refuse %s', async (_, definition) => {
  expect(validate(definition).isValid).toBe(false);
  expect(await isTaken(definition)).toBe(false);
});
