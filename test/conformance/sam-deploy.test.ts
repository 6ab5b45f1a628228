import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stack } from '@groundcrew/functions/stacks/inventory';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { outputOfAws } from './aws-process.ts';
import { outputOf } from './command.ts';
import { type Moto, startMoto } from './moto.ts';
import { createWorkFolder, root, tool, toolEnvironment } from './tools.ts';

let work: Awaited<ReturnType<typeof createWorkFolder>>;
let env: NodeJS.ProcessEnv;
let moto: Moto;

beforeAll(async () => {
  work = await createWorkFolder();
  moto = await startMoto(tool('moto_server'), toolEnvironment(work.path));
  env = toolEnvironment(work.path, {
    AWS_ENDPOINT_URL: moto.endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_DEFAULT_OUTPUT: 'json',
  });
});
afterAll(async () => {
  await moto?.stop();
  await work.remove();
});

function run(name: Parameters<typeof tool>[0], ...args: string[]): Promise<string> {
  return outputOf(tool(name), args, { env, cwd: work.path });
}

function aws(...args: string[]): Promise<string> {
  return outputOfAws(args, { env });
}

async function list(query: string, ...args: string[]): Promise<unknown[]> {
  return JSON.parse(await aws(...args, '--query', query));
}

// moto's CloudFormation supports no transforms, so SAM's translator expands the template; nor does it create alarms.
test('sam package finds the bundles, and the CloudFormation of moto creates the stack', async () => {
  await aws('s3', 'mb', 's3://code');
  const packaged = path.join(work.path, 'packaged.yaml');
  const template = path.join(root, 'deploy/sam/inventory.yaml');
  await run('sam', 'package', '-t', template, '--s3-bucket', 'code', '--output-template-file', packaged);
  const translated = await run('python', path.join(root, 'test/conformance/translate_sam.py'), packaged);
  await writeFile(path.join(work.path, 'translated.json'), translated);

  const stackName = ['--stack-name', stack.name];
  const body = ['--template-body', 'file://translated.json', '--capabilities', 'CAPABILITY_IAM'];
  await aws('cloudformation', 'create-stack', ...stackName, ...body);

  const stacks = await list('Stacks', 'cloudformation', 'describe-stacks', ...stackName);
  expect(stacks).toMatchObject([{ StackStatus: 'CREATE_COMPLETE' }]);
  const functions = await list('Functions[].FunctionName', 'lambda', 'list-functions');
  expect(new Set(functions)).toEqual(new Set(stack.functions.map(({ name }) => `groundcrew-${name}`)));
  const tables = await list('TableNames', 'dynamodb', 'list-tables');
  expect(new Set(tables)).toEqual(new Set(['Inventory', 'InventoryAlerts', 'InventoryLoads']));
  const mappings = await list('EventSourceMappings', 'lambda', 'list-event-source-mappings');
  expect(mappings).toMatchObject([{ FunctionArn: expect.stringContaining('groundcrew-alert-no-stock') }]);
});
