import { readFile, stat } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { groundcrew } from '../testing/groundcrew.ts';
import { openShop, shopScope } from '../testing/shop.ts';

interface Saved {
  readonly resources: readonly { readonly arn: string; readonly tags: Readonly<Record<string, string>> }[];
}

async function collect(path: string): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  const { code } = await groundcrew(['tags', 'collect', path, ...shopScope]);
  expect(code).toBe(0);
  const { resources } = JSON.parse(await readFile(path, 'utf8')) as Saved;
  return new Map(resources.map(({ arn, tags }) => [arn, tags]));
}

test('audit, plan, apply, audit, undo: in the end everything is as it was', async () => {
  const shop = await openShop();
  const plan = shop.file('fixes.json');
  const before = await collect(shop.file('before.json'));
  const audit = async () => {
    const words = ['tags', 'audit', '--policy', shop.policy, ...shopScope, '--output', 'json'];
    const { code, out } = await groundcrew([...words, '--fail-on', 'violations']);
    return { code, violations: JSON.parse(out).violations as { key: string; kind: string; fix: string }[] };
  };

  const first = await audit();
  expect(first.code).toBe(3);
  const toDecide = first.violations.filter(({ fix }) => fix === 'decide');
  expect(toDecide).toContainEqual(expect.objectContaining({ key: 'Project', kind: 'conflict' }));
  expect(toDecide.length).toBeLessThan(first.violations.length);

  const planned = await groundcrew(['tags', 'plan', '--policy', shop.policy, ...shopScope, '--out', plan]);
  expect(planned.code).toBe(0);
  expect(planned.err).toContain(`groundcrew tags apply ${plan} --apply`);
  expect(planned.out).toContain('volume/vol-0000000000000b001');
  expect((await stat(plan)).mode & 0o077).toBe(0);

  const checked = await groundcrew(['tags', 'apply', plan]);
  expect(checked.code).toBe(0);
  expect(checked.out).toContain('Nothing was changed.');
  expect(await collect(shop.file('checked.json'))).toEqual(before);

  const applied = await groundcrew(['tags', 'apply', plan, '--apply', '--yes']);
  expect(applied.code).toBe(0);
  expect(applied.out).toContain(`groundcrew tags undo ${plan}.journal --apply`);
  expect((await audit()).violations).toEqual(toDecide);
  expect(await shop.tagsOf('vol-0000000000000b001')).toEqual({ Project: 'shop' });
  expect(await shop.tagsOf('shop-goods')).toEqual({ Project: 'shop' });

  const again = await groundcrew(['tags', 'plan', '--policy', shop.policy, ...shopScope, '--output', 'json']);
  expect(JSON.parse(again.out).changes).toEqual([]);

  const undone = await groundcrew(['tags', 'undo', `${plan}.journal`, '--apply', '--yes']);
  expect(undone.code).toBe(0);
  expect(await collect(shop.file('after.json'))).toEqual(before);
});

test('the JSON of a plan is the plan itself', async () => {
  const shop = await openShop();
  const out = shop.file('fixes.json');
  const words = ['tags', 'plan', '--policy', shop.policy, '--output', 'json', '--out', out];
  expect((await groundcrew(words)).out).toBe(await readFile(out, 'utf8'));
});

describe('what is saved', () => {
  test('is audited and planned from without AWS, to the same result', async () => {
    const shop = await openShop();
    const saved = shop.file('tags.json');
    await collect(saved);
    const words = ['--policy', shop.policy, '--output', 'csv'];
    const live = await groundcrew(['tags', 'audit', ...words, ...shopScope]);
    const before = shop.local.calls().length;
    expect((await groundcrew(['tags', 'audit', ...words, '--from', saved])).out).toBe(live.out);
    expect((await groundcrew(['tags', 'plan', ...words, '--from', saved])).code).toBe(0);
    expect(shop.local.calls()).toHaveLength(before);
  });

  test('leaves no regions to choose', async () => {
    const shop = await openShop();
    const words = ['tags', 'audit', '--policy', shop.policy, '--from', 'tags.json', '--regions', 'all'];
    const { code, err } = await groundcrew(words);
    expect(code).toBe(2);
    expect(err).toContain('--from uses all of the file');
  });

  test('to a folder that does not exist is reported', async () => {
    await openShop();
    const { code, err } = await groundcrew(['tags', 'collect', '/nowhere/tags.json']);
    expect(code).toBe(1);
    expect(err).toContain('"/nowhere/tags.json" can\'t be written');
  });
});

describe('what could not be listed', () => {
  const some = ['--regions', 'us-east-1,eu-west-1'];

  test('is reported by collect, with exit code 3', async () => {
    await openShop();
    const { code, out, err } = await groundcrew(['tags', 'collect', ...some]);
    expect(code).toBe(3);
    expect(JSON.parse(out).coverage).toContainEqual(
      expect.objectContaining({ region: 'eu-west-1', status: 'denied' }),
    );
    expect(err).toMatch(/111122223333 {2}eu-west-1 .* denied/);
    expect(err).toContain('Incomplete: ');
  });

  test('is not a violation, and makes audit and plan end with exit code 3', async () => {
    const { policy } = await openShop();
    const audit = await groundcrew(['tags', 'audit', '--policy', policy, ...some, '--output', 'json']);
    expect(audit.code).toBe(3);
    expect(audit.out).toContain('eu-west-1');
    const plan = await groundcrew(['tags', 'plan', '--policy', policy, ...some]);
    expect(plan.code).toBe(3);
    expect(plan.err).toMatch(/Incomplete: .*\n  \S.* in eu-west-1: \S/);
  });

  test('if it is everything, is an error of plan, and of collect, which keeps the file that there is', async () => {
    const { policy, file } = await openShop();
    const nowhere = ['--endpoint-url', 'http://127.0.0.1:9', '--timeout', '5'];
    const [out, saved] = [file('nothing.json'), file('saved.json')];
    const words = ['tags', 'plan', '--policy', policy, '--types', 's3:bucket', '--out', out];
    const plan = await groundcrew([...words, ...nowhere]);
    expect(plan).toMatchObject({ code: 1, out: '' });
    expect(plan.err).toMatch(/no list of resources could be read.*: all types: .*127\.0\.0\.1:9/);
    expect(plan.err).not.toContain('Nothing is of the type');
    await expect(stat(out)).rejects.toThrow('ENOENT');

    await groundcrew(['tags', 'collect', saved]);
    const before = await readFile(saved, 'utf8');
    const collected = await groundcrew(['tags', 'collect', saved, '--force', ...nowhere]);
    expect(collected.code).toBe(1);
    expect(collected.err).toContain('saved.json was not written');
    expect(await readFile(saved, 'utf8')).toBe(before);
  });
});

test('an audit lists what is selected, and reports what it left out', async () => {
  const shop = await openShop();
  const words = ['tags', 'audit', '--policy', shop.policy, '--output', 'json'];
  const { out } = await groundcrew([...words, '--types', 's3:*', '--key', 'Project']);
  const { violations, notes } = JSON.parse(out);
  expect(violations.map(({ type }: { type: string }) => type)).toEqual(['s3:bucket', 's3:bucket']);
  expect(notes.join(' ')).toMatch(/\d+ violations left out by --types, --key or --owner/);
});

test('other accounts are reached by their role, to plan, to apply and to undo', async () => {
  const shop = await openShop();
  const plan = shop.file('lab.json');
  const role = ['--role', 'tagger', '--external-id', 'x-1'];
  const scope = ['--accounts', '444455556666', ...role];
  const planned = await groundcrew(['tags', 'plan', '--policy', shop.policy, ...scope, '--out', plan]);
  expect(planned.code).toBe(0);
  expect(planned.err).toContain(`tags apply ${plan} --apply --role tagger --external-id x-1`);

  const own = await groundcrew(['tags', 'apply', plan, '--apply', '--yes']);
  expect(own.code).toBe(1);
  expect(own.err).toContain('the plan is for account 444455556666 (dal-lab)');

  const applied = await groundcrew(['tags', 'apply', plan, ...role, '--apply', '--yes']);
  expect(applied.code).toBe(0);
  const wrong = await groundcrew(['tags', 'undo', `${plan}.journal`, '--apply', '--yes']);
  expect(wrong.code).toBe(1);
  expect(wrong.err).toContain('the plan is for account 444455556666 (dal-lab)');
  const undone = await groundcrew(['tags', 'undo', `${plan}.journal`, ...role, '--apply', '--yes']);
  expect(undone.code).toBe(0);
});

test.each([
  [['audit'], '--policy is missing'],
  [['plan', '--policy', 'POLICY', '--types', 'EC2'], '"EC2" in --types is not a type of resource'],
  [['apply', 'x.json', '--yes'], '--yes goes with --apply'],
  [['apply', 'x.json', '--resume'], '--resume goes with --apply'],
  [['undo', 'x.journal', '--external-id', 'x'], '--external-id goes with --role'],
  [['group'], '--by is missing'],
])('tags %j is wrong usage', async (words, message) => {
  const { policy } = await openShop();
  const { code, err } = await groundcrew(['tags', ...words.map((word) => word.replace('POLICY', policy))]);
  expect(code).toBe(2);
  expect(err).toContain(message);
});
