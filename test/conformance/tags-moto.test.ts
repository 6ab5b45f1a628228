import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ListGroupsCommand, ResourceGroupsClient } from '@aws-sdk/client-resource-groups';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from './command.ts';
import { type Moto, startMoto } from './moto.ts';
import { credentials, type MotoShop, nameMotoAccount, startMotoShop } from './moto-shop.ts';
import { createWorkFolder, groundcrewScript, tool, toolEnvironment } from './tools.ts';

const policy = `version: 1
keys:
  Project:
    required: true
    for: { types: ['ec2:instance', 'ec2:volume', 'ec2:snapshot', 's3:bucket', 'dynamodb:table', 'sns:topic', 'lambda:function'] }
    values: { list: [shop, web, unassigned], variants: { shopp: shop } }
    inherit: [instance, volume]
    default: unassigned
  Env:
    required: true
    for: { types: ['ec2:instance', 'ec2:volume', 'ec2:snapshot'] }
    values: { list: [prod, test], variants: { production: prod } }
    inherit: [instance, volume]
    default: prod
forbidden:
  - { key: 'temp-*', remove: true, reason: left over from builds }
`;
const regions = ['eu-west-1', 'ap-northeast-2'] as const;
/** The exit code where something could not be listed: moto has no serverless caches. */
const NOT_ALL = 3;
let work: Awaited<ReturnType<typeof createWorkFolder>>;
let env: NodeJS.ProcessEnv;
let moto: Moto;
let shops: MotoShop[];

beforeAll(async () => {
  work = await createWorkFolder();
  moto = await startMoto(tool('moto_server'), toolEnvironment(work.path));
  env = toolEnvironment(work.path, {
    AWS_ENDPOINT_URL: moto.endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  const roleArn = await nameMotoAccount(moto.endpoint, 'moto-shop');
  shops = [];
  for (const region of regions) shops.push(await startMotoShop(moto.endpoint, region, roleArn));
  await writeFile(path.join(work.path, 'policy.yaml'), policy);
});
afterAll(async () => {
  for (const shop of shops ?? []) shop.close();
  await moto?.stop();
  await work.remove();
});

async function tags(...args: string[]) {
  const words = [groundcrewScript(), 'tags', ...args];
  const { code, stdout, stderr } = await runCommand('node', words, { env, cwd: work.path });
  return { code, stderr, stdout, json: () => JSON.parse(stdout) };
}

const everywhere = ['--policy', 'policy.yaml', '--regions', regions.join(',')];
const tagsNow = () => Promise.all(shops.map((shop) => shop.tags()));

describe('the whole loop over five services in two regions', () => {
  let before: Awaited<ReturnType<typeof tagsNow>>;

  test('an audit reports the findings, and changes nothing', async () => {
    before = await tagsNow();

    const { code, json } = await tags('audit', ...everywhere, '--output', 'json', '--fail-on', 'violations');

    expect(code).toBe(3);
    const { violations } = json();
    for (const { ids, bucket, table, topicArn, functionArn, region } of shops) {
      const found = violations
        .filter((violation: { region: string }) => violation.region === region)
        .map(
          ({ id, arn, kind, key }: Record<string, string>) =>
            `${[table, topicArn, functionArn].includes(arn!) ? arn : id} ${kind} ${key}`,
        );
      expect(found).toEqual(
        expect.arrayContaining([
          `${ids.web} key-variant Project`,
          `${ids.web} value-variant Env`,
          `${ids.webVolume} missing Project`,
          `${ids.webSnapshot} missing Project`,
          `${ids.looseVolume} missing Project`,
          `${ids.conflicting} conflict Project`,
          `${ids.batch[0]} forbidden temp-build`,
          `${bucket} key-variant Project`,
          `${table} value-variant Project`,
          `${topicArn} forbidden temp-topic`,
          `${functionArn} missing Project`,
        ]),
      );
    }
    expect(await tagsNow()).toEqual(before);
  });

  test('a plan is made and applied, and each service returns the planned tags', async () => {
    const planned = await tags('plan', ...everywhere, '--out', 'plan.json');
    expect(planned).toMatchObject({ code: NOT_ALL });
    expect(await tagsNow()).toEqual(before);

    const applied = await tags('apply', 'plan.json', '--apply', '--yes');

    expect(applied).toMatchObject({ code: 0 });
    const after = await tagsNow();
    for (const [index, { ids, bucket, table, topicArn, functionArn }] of shops.entries()) {
      const found = after[index]!;
      expect(found[ids.web]).toEqual({ Name: 'web', Project: 'shop', Env: 'prod' });
      expect(found[ids.webVolume]).toEqual({ Project: 'shop', Env: 'prod' });
      expect(found[ids.webSnapshot]).toEqual({ Project: 'shop', Env: 'prod' });
      expect(found[ids.looseVolume]).toEqual({ Project: 'unassigned', Env: 'prod' });
      expect(found[ids.conflicting]).toEqual(before[index]![ids.conflicting]);
      for (const id of ids.batch) expect(found[id]).toEqual({ Project: 'web', Env: 'prod' });
      expect(found[bucket]).toEqual({ Project: 'shop' });
      expect(found[table]).toEqual({ Project: 'shop', Env: 'prod' });
      expect(found[topicArn]).toEqual({ Project: 'shop' });
      expect(found[functionArn]).toEqual({ Project: 'unassigned' });
    }
  });

  test('after it only the conflict remains that a user has to decide', async () => {
    const { json } = await tags('audit', ...everywhere, '--output', 'json');
    const left = json().violations.filter(({ kind }: { kind: string }) => kind !== 'conflict');
    expect(left.filter(({ fix }: { fix: string }) => fix !== 'decide')).toEqual([]);
    const again = await tags('plan', ...everywhere, '--output', 'json');
    expect(again.json().changes).toEqual([]);
  });

  test('an undo restores every tag', async () => {
    const undone = await tags('undo', 'plan.json.journal', '--apply', '--yes');
    expect(undone).toMatchObject({ code: 0 });
    expect(withoutEmpty(await tagsNow())).toEqual(withoutEmpty(before));
  });

  test('a plan is refused if a tag was changed since, and changes nothing', async () => {
    await tags('plan', ...everywhere, '--out', 'stale.json');
    const [{ ids }] = shops as [MotoShop, ...MotoShop[]];
    await shops[0]!.setTag(ids.web, 'Env', 'staging');
    const changed = await tagsNow();

    const { code, stderr } = await tags('apply', 'stale.json', '--apply', '--yes');

    expect(code).toBe(1);
    expect(stderr).toMatch(/no longer as the plan expects/);
    expect(stderr).toContain(ids.web);
    expect(stderr).toContain('staging');
    expect(await tagsNow()).toEqual(changed);
  });

  test('collected data is audited without an account with the same result as the account itself', async () => {
    const asked = await tags('audit', ...everywhere, '--output', 'json');
    expect(await tags('collect', 'snapshot.json', '--regions', regions.join(','))).toMatchObject({
      code: NOT_ALL,
    });

    const kept = await tags(
      'audit',
      '--policy',
      'policy.yaml',
      '--from',
      'snapshot.json',
      '--output',
      'json',
    );

    expect(kept.json().violations.length).toBeGreaterThan(10);
    expect(kept.json().violations).toEqual(asked.json().violations);
  });
});

test('a resource group for each project is created, and removed again', async () => {
  const groups = new ResourceGroupsClient({ endpoint: moto.endpoint, region: regions[0], credentials });
  const names = async () =>
    ((await groups.send(new ListGroupsCommand({}))).GroupIdentifiers ?? []).map(({ GroupName }) => GroupName);

  const made = await tags(
    'group',
    '--by',
    'Project',
    '--regions',
    regions[0],
    '--out',
    'groups.json',
    '--apply',
    '--yes',
  );

  expect(made).toMatchObject({ code: NOT_ALL });
  expect(new Set(await names())).toEqual(new Set(['Project-shop', 'Project-shopp', 'Project-web']));
  expect(await tags('undo', 'groups.json.journal', '--apply', '--yes')).toMatchObject({ code: 0 });
  expect(await names()).toEqual([]);
  groups.destroy();
});

/** A service may return no tags as an empty list or by leaving out the resource. */
function withoutEmpty(regionsTags: readonly Record<string, Readonly<Record<string, string>>>[]) {
  return regionsTags.map((found) =>
    Object.fromEntries(Object.entries(found).filter(([, byKey]) => Object.keys(byKey).length > 0)),
  );
}
