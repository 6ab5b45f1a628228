import path from 'node:path';
import { cdkCommand, cdkFolder } from '@groundcrew/deploy/install-cdk';
import { stack } from '@groundcrew/functions/stacks/inventory';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { outputOfAws } from './aws-process.ts';
import { outputOf } from './command.ts';
import { type Cloud, clientsOf, readOutcome, uploadAll } from './deployed-flow.ts';
import { type Ministack, startMinistack } from './ministack.ts';
import { createWorkFolder, tool, toolEnvironment } from './tools.ts';

const region = 'eu-central-1';
const accountId = '000000000000';
let work: Awaited<ReturnType<typeof createWorkFolder>>;
let env: NodeJS.ProcessEnv;
let ministack: Ministack;

beforeAll(async () => {
  work = await createWorkFolder();
  ministack = await startMinistack(tool('ministack'), toolEnvironment(work.path));
  env = toolEnvironment(work.path, {
    AWS_ENDPOINT_URL: ministack.endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_DEFAULT_OUTPUT: 'json',
    AWS_DEFAULT_REGION: region,
    AWS_REGION: region,
  });
});
afterAll(async () => {
  await ministack?.stop();
  await work.remove();
});

test('cdk bootstrap and cdk deploy create the inventory stack, which loads a file', async () => {
  const cdk = (...words: string[]) =>
    outputOf(cdkCommand, [...words, '--output', path.join(work.path, 'cdk.out')], { env, cwd: cdkFolder });
  await cdk('bootstrap', `aws://${accountId}/${region}`);
  await cdk('deploy', stack.name, '--require-approval', 'never');
  const described = await outputOfAws(['cloudformation', 'describe-stacks', '--stack-name', stack.name], {
    env,
  });
  expect(JSON.parse(described)).toMatchObject({ Stacks: [{ StackStatus: 'CREATE_COMPLETE' }] });

  const bucketOf = (kind: string) => `groundcrew-${kind}-${accountId}-${region}`;
  const cloud: Cloud = {
    endpoint: ministack.endpoint,
    region,
    stockBucket: bucketOf('stock'),
    rejectsBucket: bucketOf('rejects'),
  };
  // The policies refuse what is sent without TLS.
  for (const bucket of [cloud.stockBucket, cloud.rejectsBucket]) {
    await outputOfAws(['s3api', 'delete-bucket-policy', '--bucket', bucket], { env });
  }
  const clients = clientsOf(cloud);
  try {
    await uploadAll(
      cloud,
      clients,
      new Map([['stock.csv', Buffer.from('store,item,count\nBerlin,Kettle,3\nSeoul,Kettle,many\n')]]),
    );
    const { shelves, rejects, loads } = await readOutcome(cloud, clients);
    expect(shelves).toEqual(new Map([['Berlin/Kettle', '3']]));
    expect(loads).toEqual(new Map([['stock.csv', 'loaded {"rows":2,"rejected":1,"stored":1}']]));
    expect([...rejects.values()]).toEqual([expect.stringContaining('Seoul,Kettle,many')]);
  } finally {
    clients.close();
  }
}, 600_000);
