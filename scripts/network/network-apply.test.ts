import {
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  DeleteNetworkInterfaceCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { STATE_FORMAT } from '@groundcrew/network/desired';
import { expect, onTestFinished, test } from 'vitest';
import { groundcrew } from '../testing/groundcrew.ts';
import { openShop, type Shop } from '../testing/shop.ts';

/** A small one: the rate of calls that make something is limited. */
const text = (more = '') => `version: 1
name: shop
region: us-east-1
cidr: 10.20.0.0/16
zones: [use1-az1]
tiers:
  public: { access: public, share: 1/4 }
nat: none
endpoints: none
groups:
  web: { allow: [{ from: internet, ports: 443 }] }
${more}`;

async function opened(): Promise<{ shop: Shop; file: string; words: readonly string[]; ec2: EC2Client }> {
  const shop = await openShop();
  const file = shop.file('network.yaml');
  await writeFile(file, text());
  const state = shop.file('state.json');
  await writeFile(state, JSON.stringify({ format: STATE_FORMAT, region: 'us-east-1', items: [] }));
  const ec2 = new EC2Client({ region: 'us-east-1' });
  onTestFinished(() => ec2.destroy());
  return { shop, file, words: ['network', 'apply', file, '--state', state], ec2 };
}

/** Calls that make something. */
const made = ({ local }: Shop) =>
  local.calls().filter(({ action }) => /^ec2:(Create|Attach|Auth)/.test(action)).length;

async function vpcsOf(ec2: EC2Client) {
  const Filters = [{ Name: 'tag:groundcrew:network', Values: ['shop'] }];
  return (await ec2.send(new DescribeVpcsCommand({ Filters }))).Vpcs ?? [];
}

test('nothing is made without --apply, and the command to make it is printed', async () => {
  const { shop, file, words } = await opened();
  const { code, out } = await groundcrew(words);
  expect(code).toBe(0);
  expect(out).toContain('Nothing was changed. To make the changes: groundcrew network apply');
  expect(made(shop)).toBe(0);
  expect(existsSync(`${file}.plan.json`)).toBe(false);
});

test('the alias of the account is asked for below the plan, and another answer changes nothing', async () => {
  const { shop, file, words, ec2 } = await opened();
  const declined = await groundcrew([...words, '--apply'], { isTty: true, answers: ['yes'] });
  expect(declined.code).toBe(130);
  expect(declined.err).toContain('In account 111122223333 (dal-shop)');
  expect(declined.err).toContain('  + VPC shop\n');
  expect(made(shop)).toBe(0);
  expect(existsSync(`${file}.plan.json.journal`)).toBe(false);
  const agreed = await groundcrew([...words, '--apply'], { isTty: true, answers: ['dal-shop'] });
  expect(agreed.code).toBe(0);
  expect(await vpcsOf(ec2)).toHaveLength(1);
});

test('what is made is recorded with its ids and tags, is not made again, and is undone by id', async () => {
  const { shop, file, words, ec2 } = await opened();
  const applied = await groundcrew([...words, '--apply', '--yes', '--output', 'json']);
  expect(applied.code).toBe(0);
  const { result, changes } = JSON.parse(applied.out) as {
    result: object;
    changes: { key: string; id: string }[];
  };
  expect(result).toMatchObject({ done: changes.length, failed: 0 });
  const [vpc] = await vpcsOf(ec2);
  expect(changes.find(({ key }) => key === 'vpc')?.id).toBe(vpc?.VpcId);
  const tags = Object.fromEntries((vpc?.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
  expect(tags).toMatchObject({ Name: 'shop', 'groundcrew:network': 'shop', 'groundcrew:key': 'vpc' });
  expect(tags['groundcrew:change']).toMatch(/^[0-9a-f]{32}\/create vpc$/);

  const before = made(shop);
  expect((await groundcrew([...words, '--apply', '--yes', '--resume'])).code).toBe(0);
  // A plan that does not know of it is refused, and makes no second one.
  const other = await groundcrew([...words, '--apply', '--yes', '--out', shop.file('other.json')]);
  expect(other.code).toBe(1);
  expect(other.err).toContain('[plan.drift]');
  expect(other.err).toContain(`VPC shop: is there already: ${vpc?.VpcId} (cidr 10.20.0.0/16`);
  expect(other.err).not.toContain('{"');
  expect(made(shop)).toBe(before);

  const journal = `${file}.plan.json.journal`;
  const shown = await groundcrew(['network', 'undo', journal, '--language', 'ko']);
  expect(shown.out).toContain('변경한 것은 없습니다');
  expect((await groundcrew(['network', 'undo', journal, '--apply', '--yes'])).code).toBe(0);
  expect(await vpcsOf(ec2)).toEqual([]);
  // What was taken back is not there, whatever the journal has.
  const taken = await groundcrew([...words, '--apply', '--yes', '--resume']);
  expect(taken.code).toBe(3);
  expect(taken.out).toContain('was made by this apply, and is not there any more');
  expect((await groundcrew(['tags', 'undo', journal])).code).toBe(2);
});

test('a file that was changed is applied again with a plan of its own, and each apply can be undone', async () => {
  const { file, words, ec2 } = await opened();
  const apply = ['network', 'apply', file, '--apply', '--yes'];
  expect((await groundcrew([...words, '--apply', '--yes'])).code).toBe(0);
  await writeFile(file, text().replace('ports: 443 }', 'ports: 443 }, { from: internet, ports: 8443 }'));
  const resumed = await groundcrew([...apply, '--resume']);
  expect(resumed).toMatchObject({ code: 2, err: expect.stringContaining('run it without --resume') });
  const again = await groundcrew(apply);
  expect(again.code).toBe(0);
  expect(again.out).toContain(`${file}.2.plan.json.journal`);
  expect((await groundcrew(apply)).out).toContain('Nothing to change');
  for (const plan of ['.2.plan.json', '.plan.json']) {
    const journal = `${file}${plan}.journal`;
    expect((await groundcrew(['network', 'undo', journal, '--apply', '--yes'])).code).toBe(0);
  }
  expect(await vpcsOf(ec2)).toEqual([]);
});

test('an undo of an apply whose network has grown since names what stands on it, and is refused', async () => {
  const { file, words, ec2 } = await opened();
  expect((await groundcrew([...words, '--apply', '--yes'])).code).toBe(0);
  await writeFile(file, text().replace('nat: none', '  data: { access: isolated, share: 1/8 }\nnat: none'));
  expect((await groundcrew(['network', 'apply', file, '--apply', '--yes'])).code).toBe(0);
  const undo = ['network', 'undo', `${file}.plan.json.journal`];
  expect((await groundcrew(undo)).out).toMatch(/It would be refused: .*shop-data.* not made by this apply/s);
  const refused = await groundcrew([...undo, '--apply', '--yes']);
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('the network has grown since') });
  expect(existsSync(`${file}.plan.json.journal.undo.json`)).toBe(false);
  const later = ['network', 'undo', `${file}.2.plan.json.journal`, '--apply', '--yes'];
  expect((await groundcrew(later)).code).toBe(0);
  expect((await groundcrew([...undo, '--apply', '--yes'])).code).toBe(0);
  expect(await vpcsOf(ec2)).toEqual([]);
});

test('a further plan waits for an apply that is not finished, which continues with the file it was made from', async () => {
  const { file, words } = await opened();
  const apply = [...words, '--apply', '--yes'];
  expect((await groundcrew(apply)).code).toBe(0);
  const journal = `${file}.plan.json.journal`;
  // Its end is missing, as after a crash: the process of the journal is this one.
  const lines = (await readFile(journal, 'utf8')).split('\n');
  const cut = lines.findLastIndex((line) => line.includes('"verified"'));
  await writeFile(journal, `${lines.slice(0, cut).join('\n')}\n`);
  expect(await groundcrew(apply)).toMatchObject({
    code: 2,
    err: expect.stringContaining('is not finished; continue with --resume'),
  });
  await writeFile(file, text('# more\n'));
  const refused = await groundcrew([...apply, '--resume']);
  expect(refused.code).toBe(2);
  expect(refused.err).toContain(`groundcrew network apply ${file}.plan.json --apply --resume`);
  expect(
    (
      await groundcrew([
        'network',
        'apply',
        `${file}.plan.json`,
        '--apply',
        '--yes',
        '--resume',
        '--take-over',
      ])
    ).code,
  ).toBe(0);
});

test('another journal has a plan of its own, and what was not begun is not continued', async () => {
  const { shop, file, words } = await opened();
  const none = await groundcrew([...words, '--apply', '--yes', '--resume']);
  expect(none).toMatchObject({ code: 2, err: expect.stringContaining('run it without --resume') });
  expect((await groundcrew([...words, '--apply', '--yes'])).code).toBe(0);
  const saved = await readFile(`${file}.plan.json`, 'utf8');
  await groundcrew([...words, '--apply', '--yes', '--journal', shop.file('other')]);
  expect(await readFile(`${file}.plan.json`, 'utf8')).toBe(saved);
  const undo = await groundcrew(['network', 'undo', `${file}.plan.json.journal`, '--apply', '--resume']);
  expect(undo).toMatchObject({ code: 2, err: expect.stringContaining('no undo of') });
});

test('a rule that is the only change is of its network: undone and made again, it is still', async () => {
  const { shop, file, words, ec2 } = await opened();
  await groundcrew([...words, '--apply', '--yes']);
  const owners = async () => {
    const { SecurityGroupRules = [] } = await ec2.send(new DescribeSecurityGroupRulesCommand({}));
    return SecurityGroupRules.filter(({ IsEgress, FromPort }) => !IsEgress && FromPort === 8443).map(
      ({ Tags = [] }) => Tags.find(({ Key }) => Key === 'groundcrew:network')?.Value,
    );
  };
  const apply = async (network: string, plan: string) => {
    await writeFile(file, network);
    const out = shop.file(plan);
    const words = ['network', 'apply', file, '--apply', '--yes', '--out', out, '--interrupt', 'groups'];
    expect((await groundcrew(words)).code).toBe(0);
    return `${out}.journal`;
  };
  const more = text().replace('ports: 443 }', 'ports: 443 }, { from: internet, ports: 8443 }');
  await apply(more, 'more.json');
  expect(await owners()).toEqual(['shop']);
  const removed = await apply(text(), 'less.json');
  expect(await owners()).toEqual([]);
  expect((await groundcrew(['network', 'undo', removed, '--apply', '--yes'])).code).toBe(0);
  expect(await owners()).toEqual(['shop']);
});

test('what still holds a resource is named, the rest is undone, and --resume ends it', async () => {
  const { file, words, ec2 } = await opened();
  await groundcrew([...words, '--apply', '--yes']);
  const { Subnets } = await ec2.send(new DescribeSubnetsCommand({}));
  const subnet = Subnets?.find(({ CidrBlock }) => CidrBlock?.startsWith('10.20.'));
  const { NetworkInterface } = await ec2.send(
    new CreateNetworkInterfaceCommand({ SubnetId: subnet?.SubnetId, Description: 'somebody' }),
  );
  const NetworkInterfaceId = NetworkInterface!.NetworkInterfaceId!;
  const undo = ['network', 'undo', `${file}.plan.json.journal`, '--apply', '--yes'];
  const first = await groundcrew(undo);
  expect(first.code).toBe(3);
  expect(first.out).toContain(`is still held by network interface ${NetworkInterfaceId}`);
  expect(await vpcsOf(ec2)).toHaveLength(1);
  await ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId }));
  expect((await groundcrew([...undo, '--resume'])).code).toBe(0);
  expect(await vpcsOf(ec2)).toEqual([]);
});

test('what others have put into a VPC keeps it, and is named', async () => {
  const { file, words, ec2 } = await opened();
  await groundcrew([...words, '--apply', '--yes']);
  const [vpc] = await vpcsOf(ec2);
  await ec2.send(
    new CreateSecurityGroupCommand({ GroupName: 'theirs', Description: 'theirs', VpcId: vpc?.VpcId }),
  );
  const undone = await groundcrew(['network', 'undo', `${file}.plan.json.journal`, '--apply', '--yes']);
  expect(undone.code).toBe(3);
  expect(undone.out).toContain('held by group theirs (sg-');
});

test('from a state without the VPC of what it has, nothing is planned and nothing made', async () => {
  const { shop, words } = await opened();
  const address = {
    kind: 'address',
    key: 'address:nat/use1-az1',
    name: 'a',
    id: 'eipalloc-1',
    props: {},
    refs: {},
  };
  await writeFile(
    words.at(-1)!,
    JSON.stringify({ format: STATE_FORMAT, region: 'us-east-1', items: [address] }),
  );
  const applied = await groundcrew([...words, '--apply', '--yes']);
  expect(applied).toMatchObject({ code: 6, err: expect.stringContaining('but not its VPC') });
  expect((await groundcrew(['network', 'plan', ...words.slice(2)])).code).toBe(6);
  expect(made(shop)).toBe(0);
});

test('traffic is interrupted only if that is named', async () => {
  const { shop, file, words } = await opened();
  const plan = shop.file('plan.json');
  await groundcrew([...words, '--out', plan]);
  const { hash: _, ...body } = JSON.parse(await readFile(plan, 'utf8'));
  const { createPlan, writePlan } = await import('@groundcrew/plan');
  const moving = createPlan({ ...body, scope: { ...body.scope, interruptions: ['routes'] } });
  await writeFile(plan, writePlan(moving));
  const refused = await groundcrew(['network', 'apply', plan, '--apply', '--yes']);
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('pass --interrupt routes') });
  expect(made(shop)).toBe(0);
  expect((await groundcrew(['network', 'apply', plan])).out).toContain('It interrupts traffic: routes.');
  const stray = await groundcrew(['network', 'apply', file, '--interrupt', 'route']);
  expect(stray).toMatchObject({ code: 2, err: expect.stringContaining('"route" is not one of routes, nat') });
});
