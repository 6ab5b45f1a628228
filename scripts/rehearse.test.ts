import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAccounts, startLocal } from '@groundcrew/local';
import { expect, test, vi } from 'vitest';
import { groundcrew, temporaryFolder } from './testing/groundcrew.ts';

const policy = 'version: 1\nkeys: { Project: { required: true, default: shop } }\n';
const accounts = parseAccounts({
  accounts: [
    {
      id: '111122223333',
      alias: 'shop',
      regions: {
        'us-east-1': {
          volumes: [
            { id: 'vol-0123456789abcdef0', name: 'data' },
            { name: 'more', count: 3 },
          ],
          queues: [{ name: 'orders' }],
          dbInstances: [{ name: 'shop', tags: { Env: 'prod' } }],
        },
      },
    },
  ],
});

/** A snapshot of the account and a plan for it, in a folder of their own. */
async function world() {
  const folder = await temporaryFolder();
  const local = await startLocal({ accounts, region: 'us-east-1' });
  for (const [name, value] of Object.entries(local.environment())) vi.stubEnv(name, value);
  const [snapshot, plan] = [join(folder, 'account.gz'), join(folder, 'plan.json')];
  await writeFile(join(folder, 'policy.yaml'), policy);
  await groundcrew(['account', 'collect', snapshot]);
  await local.close();
  const words = ['--policy', join(folder, 'policy.yaml'), '--from', snapshot, '--out', plan];
  expect((await groundcrew(['tags', 'plan', ...words])).code).toBe(0);
  return { folder, snapshot, plan };
}

test('a plan is applied to a copy and undone, without any account', async () => {
  const { snapshot, plan } = await world();
  const { code, out } = await groundcrew(['rehearse', plan, '--from', snapshot, '--output', 'json']);
  expect(JSON.parse(out)).toMatchObject({
    summary: { changes: 6, restored: 'everything is as it was' },
    runs: [
      { run: 'apply', done: 6, failed: 0 },
      { run: 'undo', done: 6, failed: 0 },
    ],
    problems: [],
  });
  expect(code).toBe(0);
});

test('what AWS would refuse is listed, and everything is brought back', async () => {
  const { snapshot, plan } = await world();
  const faults = ['--faults', 'denyTagging=ec2:volume,throttle=0.2,seed=3'];
  const { code, out } = await groundcrew([
    'rehearse',
    plan,
    '--from',
    snapshot,
    ...faults,
    '--output',
    'json',
  ]);
  expect(code).toBe(3);
  expect(JSON.parse(out)).toMatchObject({
    summary: { restored: 'everything is as it was' },
    runs: [
      { run: 'apply', done: 2, failed: 4 },
      { run: 'undo', done: 2 },
    ],
  });
  const seeded = await groundcrew([
    'rehearse',
    plan,
    '--from',
    snapshot,
    '--faults',
    '7',
    '--output',
    'json',
  ]);
  expect(JSON.parse(seeded.out)).toMatchObject({ summary: { restored: 'everything is as it was' } });
});

test('a plan that does not fit the snapshot is refused as an apply would refuse it', async () => {
  const { folder, plan } = await world();
  const changed = parseAccounts(
    JSON.parse(JSON.stringify(accounts).replace('"name":"data"', '"name":"data","tags":{"Project":"x"}')),
  );
  const local = await startLocal({ accounts: changed, region: 'us-east-1' });
  const snapshot = join(folder, 'later.json');
  await groundcrew(['account', 'collect', snapshot, '--endpoint-url', local.endpoint]);
  await local.close();
  const { code, out } = await groundcrew(['rehearse', plan, '--from', snapshot, '--output', 'json']);
  expect(code).toBe(3);
  expect(JSON.parse(out)).toMatchObject({ problems: [{ run: 'apply', code: 'plan.drift' }] });
});

test('wrong usage is refused before anything is started', async () => {
  const { folder, snapshot, plan } = await world();
  const text = await readFile(snapshot);
  const cut = join(folder, 'cut.gz');
  await writeFile(cut, text.subarray(0, text.length - 20));
  for (const [words, code, message] of [
    [[plan], 2, '--from FILE'],
    [[plan, '--from', snapshot, '--faults', 'latency=0.5'], 2, '"latency"'],
    [[plan, '--from', snapshot, '--faults', 'x=1'], 2, 'x'],
    [[plan, '--from', cut], 1, 'account.snapshot.cut-off'],
    [[join(folder, 'none.json'), '--from', snapshot], 1, 'none.json'],
    [[snapshot, '--from', snapshot], 1, 'plan'],
  ] as const) {
    const { code: found, err } = await groundcrew(['rehearse', ...words]);
    expect({ words, found }).toEqual({ words, found: code });
    expect(err).toContain(message);
  }
});
