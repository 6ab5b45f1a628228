import { sleep } from '@groundcrew/async';
import { expect, test } from 'vitest';
import { groundcrew } from '../testing/groundcrew.ts';
import { useOrganization } from '../testing/organization.ts';

useOrganization();

const inSeoul = ['ec2', 'lookup', '--region', 'ap-northeast-2'];

test('an instance that EC2 does not know yet is found by its id', async () => {
  const words = [...inSeoul, 'i-0000000000000a005', '--output', 'json'];
  const { code, out } = await groundcrew(words, { sleep });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ status: 'one', instance: { name: 'young' } });
});

test.each([
  ['i-0000000000000a001'],
  ['10.0.1.10'],
  ['10.0.1.11'],
  ['203.0.113.25'],
  ['ip-10-0-1-10.ap-northeast-2.compute.internal'],
  ['ec2-203-0-113-25.ap-northeast-2.compute.amazonaws.com'],
  ['web-1'],
  ['Project=shop,Env=prod'],
])('one instance is printed with all its facts: by %s', async (question) => {
  const { code, out, err } = await groundcrew([...inSeoul, question]);
  expect(code).toBe(0);
  expect(err).toBe('');
  expect(out).toMatch(/^Name +web-1\nInstance +i-0000000000000a001\n/);
  expect(out).toMatch(/\nTags +Name=web-1 Project=shop Env=prod\n/);
});

test('the MAC address of an instance, and links in which it is, find it in the region that they name', async () => {
  const listed = await groundcrew(['ec2', 'list', 'web-1', '--region', 'ap-northeast-2', '--output', 'json']);
  const [{ macAddress }] = (JSON.parse(listed.out) as { instances: { macAddress: string }[] }).instances as [
    { macAddress: string },
  ];
  expect((await groundcrew([...inSeoul, macAddress])).out).toContain('i-0000000000000a001');
  const links = [
    'https://console.aws.amazon.com/ec2/home?region=ap-northeast-2#InstanceDetails:instanceId=i-0000000000000a001',
    'ec2-203-0-113-25.ap-northeast-2.compute.amazonaws.com',
    '[10.0.1.10],',
  ];
  for (const link of links) {
    const region = link.startsWith('[') ? ['--region', 'ap-northeast-2'] : ['--region', 'us-east-1'];
    const { code, out } = await groundcrew(['ec2', 'lookup', link, ...region]);
    expect(code).toBe(0);
    expect(out).toContain('i-0000000000000a001');
  }
});

test('several are a table', async () => {
  const { code, out } = await groundcrew([...inSeoul, 'Project=shop', '--output', 'csv']);
  expect(code).toBe(0);
  expect(out.split('\r\n')).toHaveLength(4);
});

test('a terminated instance is found, with its state', async () => {
  const { code, out } = await groundcrew([...inSeoul, 'i-0000000000000a004']);
  expect(code).toBe(0);
  expect(out).toMatch(/\nState +terminated\n/);
});

test('none is reported, also by the exit code', async () => {
  const { code, out } = await groundcrew([...inSeoul, '--by', 'name', 'web-*']);
  expect(code).toBe(1);
  expect(out).toBe('No instance matches in ap-northeast-2.\n');
});

test('a region that could not be listed is reported beside what was found', async () => {
  const words = ['ec2', 'lookup', 'web-1', '--regions', 'ap-northeast-2,eu-west-1'];
  const { code, out } = await groundcrew(words);
  expect(code).toBe(3);
  expect(out).toMatch(/\nInstance +i-0000000000000a001\n/);
  expect(out).toMatch(/^eu-west-1 +denied +could not list/m);
  expect(out).toContain('The result is incomplete: a region that could not be listed may have more.\n');
});

test.each([
  [['i-xyz'], '"i-xyz" is not the id of an instance'],
  [['web-1', '--by', 'address'], '"web-1" is not an IPv4 or IPv6 address'],
  [['web-1', '--by', 'mac'], 'Allowed choices are id, address, dns-name, interface, name, tags.'],
  [['web-1', '--regions', 'us-est-1'], 'there is no region "us-est-1"'],
  [
    ['arn:aws-cn:ec2:cn-north-1:111122223333:instance/i-0000000000000a001'],
    'the region "cn-north-1" is of the partition aws-cn, and these credentials are of aws',
  ],
  [['10.0.0.0/16'], 'groundcrew ec2 list --ip 10.0.0.0/16'],
])('%j is wrong usage', async (words, message) => {
  const { code, out, err } = await groundcrew(['ec2', 'lookup', ...words]);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toContain(message);
});
