import { _InstanceType, DescribeInstanceTypesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, onTestFinished, test } from 'vitest';
import { groundcrew } from '../testing/groundcrew.ts';

test('a type is printed as facts, one below the other', async () => {
  const { code, out, err } = await groundcrew(['ec2', 'type', 'm7gd.4xlarge']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toBe(
    [
      'Type          m7gd.4xlarge',
      'Family        m7gd',
      'Category      general purpose',
      'For           CPU and memory in balance: most servers, small databases, back ends',
      'Series        m',
      'Generation    7',
      'Processor     AWS Graviton',
      'Capabilities  g: AWS Graviton processor; d: instance store on local disks',
      'Size          4xlarge',
      'Bare metal    no',
      'Smaller       m7gd.2xlarge',
      'Larger        m7gd.8xlarge',
      'Older         m6gd.4xlarge',
      'Newer         m8gd.4xlarge',
      '',
    ].join('\n'),
  );
});

test('several types are rows of one list for programs, with null for missing values', async () => {
  const words = ['ec2', 'type', 'u7in-24tb.224xlarge', 'mac-m4pro.metal'];
  const { types } = JSON.parse((await groundcrew([...words, '--output', 'json'])).out);
  expect(types).toMatchObject([
    { instanceType: 'u7in-24tb.224xlarge', generation: 7, variant: '24tb', metal: false, smaller: null },
    { instanceType: 'mac-m4pro.metal', generation: null, processor: 'Apple', capabilities: '', metal: true },
  ]);
  const csv = (await groundcrew([...words, '--output', 'csv'])).out.split('\r\n');
  expect(csv[0]).toBe(Object.keys(types[0]).join(','));
  expect(csv).toHaveLength(4);
  expect((await groundcrew([...words, '--output', 'html'])).out).toContain('mac-m4pro.metal');
});

test('a type that does not exist is refused with the nearest names, and the others are not printed', async () => {
  const { code, out, err } = await groundcrew(['ec2', 'type', 'm5.large', 'm7dg.large']);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(
    /"m7dg\.large": .*; did you mean m7gd\.large, .*\? \[fleet\.instance-type\.unknown\]\n$/,
  );
});

test('no type is wrong usage', async () => {
  expect(await groundcrew(['ec2', 'type'])).toMatchObject({ code: 2, out: '' });
});

test('--describe calls EC2 in the region, once for all types', async () => {
  const ec2 = mockClient(EC2Client);
  onTestFinished(() => ec2.restore());
  ec2.on(DescribeInstanceTypesCommand).resolves({
    InstanceTypes: [
      { InstanceType: 'm5.large', VCpuInfo: { DefaultVCpus: 2 }, MemoryInfo: { SizeInMiB: 8192 } },
      { InstanceType: 'c7i.large', VCpuInfo: { DefaultVCpus: 2 }, MemoryInfo: { SizeInMiB: 4096 } },
    ],
  });
  const words = ['ec2', 'type', 'c7i.large', 'm5.large', '--describe', '--region', 'eu-west-1'];

  const { out } = await groundcrew([...words, '--output', 'json']);

  expect(JSON.parse(out).types).toMatchObject([
    { instanceType: 'c7i.large', larger: 'c7i.xlarge', vCpus: 2, memoryMib: 4096, ebsMaximumMbps: null },
    { instanceType: 'm5.large', memoryMib: 8192 },
  ]);
  const calls = ec2.commandCalls(DescribeInstanceTypesCommand);
  expect(calls.map(({ args: [{ input }] }) => input)).toEqual([{ InstanceTypes: ['c7i.large', 'm5.large'] }]);
  expect(await (calls[0]!.thisValue as EC2Client).config.region()).toBe('eu-west-1');
  expect((await groundcrew(words)).out).toMatch(/^Memory \(MiB\) +4,096$/m);
});

test('--newer lists later generations, also where none has the size', async () => {
  const { out } = await groundcrew(['ec2', 'type', 'c5.9xlarge', '--newer', '--output', 'json']);
  const { types, laterTypes } = JSON.parse(out) as {
    types: { newer: string | null }[];
    laterTypes: { newer: string; size: string | null }[];
  };
  expect(types[0]!.newer).toBeNull();
  expect(laterTypes.find(({ newer }) => newer === 'c6i.12xlarge')).toMatchObject({
    size: '12xlarge in place of 9xlarge',
  });
});

test('every name of the pinned SDK is read', async () => {
  const names = Object.values(_InstanceType);
  const { code, out } = await groundcrew(['ec2', 'type', ...names, '--output', 'json']);
  expect(code).toBe(0);
  const { types } = JSON.parse(out) as {
    types: { instanceType: string; category: string | null; processor: string | null }[];
  };
  expect(types.map(({ instanceType }) => instanceType)).toEqual(names);
  expect(types.filter(({ category, processor }) => category === null || processor === null)).toEqual([]);
});

test('without --describe nothing of the SDK is called', async () => {
  const ec2 = mockClient(EC2Client);
  onTestFinished(() => ec2.restore());
  await groundcrew(['ec2', 'type', 'm5.large']);
  expect(ec2.calls()).toEqual([]);
});
