import { DescribeInstanceTypesCommand, type DescribeInstanceTypesCommandInput } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { startAccounts } from '../testing/start-accounts.ts';
import { instanceTypeTable } from './instance-type-table.ts';

async function start() {
  const { ec2 } = await startAccounts({ accounts: [{ id: '111111111111', regions: {} }] });
  const client = ec2('us-east-1');
  return async (input: DescribeInstanceTypesCommandInput = {}) => {
    const { InstanceTypes = [], NextToken } = await client.send(new DescribeInstanceTypesCommand(input));
    return { types: InstanceTypes, names: InstanceTypes.map(({ InstanceType }) => InstanceType), NextToken };
  };
}

test('a type is returned with its figures', async () => {
  const describe = await start();
  const { types } = await describe({ InstanceTypes: ['m7gd.4xlarge', 'g5.xlarge', 'm1.small'] });
  const [small, disked, accelerated] = types;
  expect(disked).toMatchObject({
    InstanceType: 'm7gd.4xlarge',
    CurrentGeneration: true,
    VCpuInfo: { DefaultVCpus: 16, DefaultCores: 16, DefaultThreadsPerCore: 1 },
    MemoryInfo: { SizeInMiB: 65_536 },
    ProcessorInfo: {
      Manufacturer: 'AWS',
      SupportedArchitectures: ['arm64'],
      SustainedClockSpeedInGhz: 2.6,
    },
    InstanceStorageInfo: { TotalSizeInGB: 950, Disks: [{ Count: 1, SizeInGB: 950, Type: 'ssd' }] },
    EbsInfo: {
      EbsOptimizedSupport: 'default',
      EbsOptimizedInfo: {
        BaselineBandwidthInMbps: 5000,
        BaselineThroughputInMBps: 625,
        MaximumBandwidthInMbps: 10_000,
        MaximumIops: 40_000,
      },
    },
    NetworkInfo: {
      NetworkPerformance: 'Up to 15 Gigabit',
      MaximumNetworkInterfaces: 8,
      Ipv4AddressesPerInterface: 30,
    },
  });
  expect(accelerated).toMatchObject({ GpuInfo: { Gpus: [{ Name: 'A10G', Count: 1 }] } });
  expect(small).toMatchObject({
    CurrentGeneration: false,
    EbsInfo: { EbsOptimizedSupport: 'unsupported' },
    ProcessorInfo: { SupportedArchitectures: ['i386', 'x86_64'] },
  });
});

test('types are found by filters, and returned in pages', async () => {
  const describe = await start();
  const Filters = [{ Name: 'instance-type', Values: ['m7g*'] }];
  const first = await describe({ Filters, MaxResults: 5 });
  const second = await describe({ Filters, MaxResults: 5, NextToken: first.NextToken });
  expect(first.names).toHaveLength(5);
  expect([...first.names, ...second.names]).toEqual([
    'm7g.medium',
    'm7g.large',
    'm7g.xlarge',
    'm7g.2xlarge',
    'm7gd.large',
    'm7gd.4xlarge',
  ]);
  expect(second.NextToken).toBeUndefined();
  expect((await describe()).names).toEqual([...instanceTypeTable.keys()]);
});

test.each([
  [{ InstanceTypes: ['m7g.large', 'm9z.large'] }, 'InvalidInstanceType', '[m9z.large]'],
  [{ InstanceTypes: Array.from({ length: 101 }, () => 'm7g.large') }, 'InvalidParameterValue', '100'],
  [{ MaxResults: 101 }, 'InvalidMaxResults', 'from ( 5 )'],
  [{ Filters: [{ Name: 'color', Values: ['red'] }] }, 'InvalidParameterValue', "'color'"],
] as [DescribeInstanceTypesCommandInput, string, string][])(
  '%j is refused as %s',
  async (input, name, message) => {
    const describe = await start();
    await expect(describe(input)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
  },
);

test('every line of the table is complete', () => {
  for (const {
    name,
    vcpus,
    cores,
    memoryMiB,
    network,
    manufacturer,
    hypervisor,
    isMetal,
  } of instanceTypeTable.values()) {
    expect(vcpus % cores, name).toBe(0);
    expect(memoryMiB, name).toBeGreaterThan(0);
    expect(network, name).not.toBe('');
    expect(manufacturer, name).toMatch(/^(Intel|AMD|AWS|Apple)$/);
    expect(hypervisor === undefined, name).toBe(isMetal);
  }
});
