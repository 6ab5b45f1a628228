import { setTimeout as sleep } from 'node:timers/promises';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { type LocalAws, startLocal } from '@groundcrew/local';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Moto, startMoto } from './moto.ts';
import { type MachineCase, machineCases, storedItems } from './state-machine-cases.ts';
import { createWorkFolder, tool, toolEnvironment } from './tools.ts';

/*
 * The interpreter of the embedded AWS beside moto's, which nobody here wrote. moto runs definitions only where it is set to, by a
 * request to its server; without that, every execution has the same made-up end.
 */

/** How an execution ends, or an answer that is none of Step Functions. */
type Outcome =
  | { readonly status: string | undefined; readonly output?: unknown; readonly error?: string }
  | 'an error without a type';

const runtimeError = { status: 'FAILED', error: 'States.Runtime' };
const childIsNull = { status: 'SUCCEEDED', output: [1, null, 2] };

/**
 * What moto does otherwise. The developer guide is with the embedded AWS ("Handling errors in Step Functions workflows": names of errors;
 * "Using Map state in Distributed mode": without a tolerated failure the first one fails the map; readers of JSON, batches), but for an
 * object in place of an array, where which error it is was not found.
 */
const ofMoto: Readonly<Record<string, Outcome>> = {
  'Parameters to nowhere': runtimeError,
  'States.Array': { status: 'SUCCEEDED', output: { x: [[1], 'b', true] } },
  'States.ArrayLength of a number': runtimeError,
  'Choice of a variable that is not there': { status: 'SUCCEEDED', output: { is: false } },
  'Choice without Default': runtimeError,
  'inline Map of an object': { status: 'FAILED', error: 'States.QueryEvaluationError' },
  'distributed Map of an object of S3': runtimeError,
  'distributed Map of its first items': runtimeError,
  'distributed Map that fails': childIsNull,
  'distributed Map with a tolerated failure': childIsNull,
  'distributed Map with a tolerated share': 'an error without a type',
  'distributed Map in batches': 'an error without a type',
};

interface Interpreter {
  run(machine: MachineCase): Promise<Outcome>;
  close(): void;
}

let work: Awaited<ReturnType<typeof createWorkFolder>>;
let moto: Moto;
let local: LocalAws;
let interpreters: { readonly moto: Interpreter; readonly own: Interpreter };

beforeAll(async () => {
  work = await createWorkFolder();
  moto = await startMoto(tool('moto_server'), toolEnvironment(work.path));
  const settings = { stepfunctions: { execute_state_machine: true } };
  await fetch(`${moto.endpoint}/moto-api/config`, { method: 'POST', body: JSON.stringify(settings) });
  local = await startLocal();
  interpreters = { moto: await interpreterAt(moto.endpoint), own: await interpreterAt(local.endpoint) };
});
afterAll(async () => {
  for (const each of Object.values(interpreters)) each.close();
  await local.close();
  await moto.stop();
  await work.remove();
});

async function interpreterAt(endpoint: string): Promise<Interpreter> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const connection = { endpoint, region: 'us-east-1', credentials, maxAttempts: 1 };
  const sfn = new SFNClient(connection);
  const s3 = new S3Client({ ...connection, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'items' }));
  const object = { Bucket: 'items', Key: 'items.json', Body: JSON.stringify(storedItems) };
  await s3.send(new PutObjectCommand(object));
  let made = 0;

  async function run({ definition, input = {} }: MachineCase): Promise<Outcome> {
    const machine = {
      name: `m${++made}`,
      definition: JSON.stringify(definition),
      roleArn: 'arn:aws:iam::123456789012:role/anyone',
    };
    const { stateMachineArn } = await sfn.send(new CreateStateMachineCommand(machine));
    const started = { stateMachineArn, input: JSON.stringify(input) };
    const { executionArn } = await sfn.send(new StartExecutionCommand(started));
    for (;;) {
      const { status, output, error } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      if (status !== 'RUNNING') {
        return {
          status,
          ...(output !== undefined && { output: JSON.parse(output) as unknown }),
          ...(error !== undefined && { error }),
        };
      }
      await sleep(50);
    }
  }

  return {
    run: (machine) =>
      run(machine).catch((error: Error & { readonly $response?: unknown }): Outcome => {
        // The SDK looks for the type of an error, and finds none.
        if (!(error instanceof TypeError) || error.$response === undefined) throw error;
        return 'an error without a type';
      }),
    close() {
      sfn.destroy();
      s3.destroy();
    },
  };
}

test.each(Object.entries(machineCases))('moto and the embedded AWS run %s', async (name, machine) => {
  const own = await interpreters.own.run(machine);
  const other = await interpreters.moto.run(machine);
  expect(other).toEqual(ofMoto[name] ?? own);
  // What moto does no longer otherwise is to be removed from the list.
  if (name in ofMoto) expect(own).not.toEqual(other);
});
