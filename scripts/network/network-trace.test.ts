import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { savedShop, shop, shopAnswers } from '@groundcrew/network/testing/saved-shop';
import { groundcrew, temporaryFolder } from '../testing/groundcrew.ts';

async function saved(answers: Record<string, object> = shopAnswers()): Promise<string> {
  const folder = await temporaryFolder();
  for (const { path, text } of savedShop(answers)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

const trace = async (from: string, to: string, answers?: Record<string, object>) => {
  const { code, out } = await groundcrew([
    'network',
    'trace',
    from,
    to,
    '--from',
    await saved(answers),
    '--output',
    'json',
  ]);
  return { code, ...JSON.parse(out) };
};

test('each of the four answers has its exit code', async () => {
  expect(await trace('internet', 'www.example.com:443')).toMatchObject({
    code: 0,
    answer: { verdict: 'reachable' },
  });
  expect(await trace('web-1', 'database')).toMatchObject({
    code: 3,
    answer: { verdict: 'reachable in part' },
  });
  expect(await trace('shop', 'database:5432')).toMatchObject({
    code: 5,
    answer: { verdict: 'blocked' },
    change: [{ id: 'sg-00000000000000003', rule: 'tcp 5432 from sg-00000000000000001' }],
  });
  const { 'describe-network-acls': _, ...rest } = shopAnswers();
  expect(await trace('internet', 'shop:443', rest)).toMatchObject({
    code: 6,
    reasons: [{ code: 'not-collected' }, { code: 'not-collected' }],
  });
});

test('paths are checked for a pipeline', async () => {
  const from = await saved();
  const check = (...words: string[]) => groundcrew(['network', 'check', ...words, '--from', from]);
  expect((await check('--path', 'never internet -> database:*', '--path', 'web-2->database:5432')).code).toBe(
    0,
  );
  expect((await check('--path', 'never web-1 -> database:*')).code).toBe(5);
  expect((await check('--path', 'web-1 -> database:*')).code).toBe(3);
  expect((await check('--vpc', shop.vpc)).code).toBe(0);
  expect(await check('--vpc', 'shop')).toEqual(await check('--vpc', shop.vpc));
  const both = await check('--vpc', shop.vpc, '--path', 'never web-1 -> database:*');
  expect(both).toMatchObject({ code: 5, out: expect.stringContaining('internet -> shop:443') });
  expect((await check()).code).toBe(2);
  expect((await check('--vpc', 'vpc-none')).err).toContain(`there are ${shop.vpc}`);
});

test('what a failure takes away is reported, in a model and not in the account', async () => {
  const from = await saved();
  const survive = (...words: string[]) =>
    groundcrew(['network', 'survive', '--vpc', shop.vpc, ...words, '--from', from]);
  expect((await survive('--without', shop.web[0])).code).toBe(0);
  const lost = await survive('--without', shop.nat);
  expect(lost.code).toBe(5);
  expect(lost.out).toMatch(/nat-0123456789abcdef0 +NAT gateway +\S+ -> internet:443 +holds +does not hold/);
  expect((await survive('--without', 'eu-west-1z')).code).toBe(2);
});

test('a network is shown and drawn, with names escaped', async () => {
  const answers = shopAnswers();
  const { Vpcs } = answers['describe-vpcs'] as { Vpcs: { Tags: object[] }[] };
  Vpcs[0]!.Tags = [{ Key: 'Name', Value: '<script>alert(1)</script>' }];
  const from = await saved(answers);
  const picture = join(await temporaryFolder(), 'network.html');
  const { code, out, err } = await groundcrew(['network', 'show', '--from', from, '--picture', picture]);
  expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('Wrote') });
  expect(out).toContain('The NAT gateway is in another zone');
  const page = await readFile(picture, 'utf8');
  expect(page).not.toContain('<script');
  expect(page).toContain('&lt;script&gt;');
  expect(page.match(/<rect/g)).toHaveLength(7);
  expect(page.match(/class="way"/g)).toHaveLength(3);
  expect(page.match(/class="way dashed"/g)).toHaveLength(1);
});

test('the script that saves answers is printed, and a folder or an end that is not there is refused', async () => {
  expect((await groundcrew(['network', 'show', '--how-to-save'])).out).toMatch(/^#!\/bin\/sh\n/);
  expect((await groundcrew(['network', 'show', '--from', '/nowhere'])).err).toContain(
    '[network.saved.unreadable]',
  );
  expect((await groundcrew(['network', 'trace', 'nobody', 'x:1', '--from', await saved()])).err).toContain(
    '[network.end.unknown]',
  );
});

test.each([
  ['db:0', 'ports 0'],
  ['db:x', 'not a port'],
  ['db:1-0', 'ports 1-0'],
  ['db/sctp', 'protocol "sctp"'],
  ['db:1/icmp', 'ICMP has none'],
  [':443', 'names nothing'],
])('%s is not a question', async (to, message) => {
  const { code, err } = await groundcrew(['network', 'trace', 'internet', to, '--from', await saved()]);
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(message) });
});

test('subnets are shown with their names and that of their VPC, those of a VPC together', async () => {
  const answers = shopAnswers() as Record<string, Record<string, object[]>>;
  const subnets = answers['describe-subnets']!['Subnets']!;
  const other = {
    ...subnets[0],
    VpcId: 'vpc-00000000000000001',
    SubnetId: 'subnet-00000000000000001',
    Tags: [],
  };
  const from = await saved({
    ...answers,
    'describe-subnets': { Subnets: [subnets[0]!, other, ...subnets.slice(1)] },
  });
  const { out } = await groundcrew(['network', 'show', '--from', from, '--output', 'json']);
  const shown = (JSON.parse(out) as { subnets: { vpc: string; vpcName: string; name: string }[] }).subnets;
  expect(shown[0]).toMatchObject({ vpc: 'vpc-00000000000000001', vpcName: null, name: null });
  expect(shown.slice(1).map(({ vpcName }) => vpcName)).toEqual(subnets.map(() => 'shop'));
  expect(shown[1]!.name).toMatch(/^shop-/);
});
