import type { InstanceTypeInfo } from '@groundcrew/aws/ec2';
import { GroundcrewError } from '@groundcrew/errors';
import { expect, test } from 'vitest';
import { describeTypes } from './index.ts';

const c7i: InstanceTypeInfo = {
  InstanceType: 'c7i.xlarge',
  VCpuInfo: { DefaultVCpus: 4 },
  MemoryInfo: { SizeInMiB: 8192 },
  NetworkInfo: {
    NetworkPerformance: 'Up to 12.5 Gigabit',
    NetworkCards: [{ NetworkCardIndex: 0, BaselineBandwidthInGbps: 1.876, PeakBandwidthInGbps: 12.5 }],
  },
  EbsInfo: {
    EbsOptimizedInfo: {
      BaselineBandwidthInMbps: 1250,
      MaximumBandwidthInMbps: 10_000,
      BaselineIops: 6000,
      MaximumIops: 40_000,
    },
  },
};

/** EC2 with these types and no others. */
function ec2With(...infos: InstanceTypeInfo[]) {
  const asked: string[][] = [];
  return {
    asked,
    async describeInstanceTypes(names: readonly string[]) {
      asked.push([...names]);
      const found = infos.filter(({ InstanceType }) => names.includes(`${InstanceType}`));
      if (found.length === names.length) return found;
      throw new GroundcrewError('aws-ec2.instance-type.not-found', 'EC2 knows no such instance type');
    },
  };
}

test('the figures are in the order of the names, each requested once', async () => {
  const ec2 = ec2With({ InstanceType: 'm1.small' }, c7i);
  const described = await describeTypes(['c7i.xlarge', 'm1.small', 'c7i.xlarge'], { ec2 });
  expect(ec2.asked).toEqual([['c7i.xlarge', 'm1.small']]);
  expect(described.map(({ type }) => type.name)).toEqual(['c7i.xlarge', 'm1.small', 'c7i.xlarge']);
  expect(described[0]!.figures).toEqual({
    vCpus: 4,
    memoryMib: 8192,
    networkPerformance: 'Up to 12.5 Gigabit',
    networkBaselineGbps: 1.876,
    networkPeakGbps: 12.5,
    ebsBaselineMbps: 1250,
    ebsMaximumMbps: 10_000,
    ebsBaselineIops: 6000,
    ebsMaximumIops: 40_000,
  });
  expect(new Set(Object.values(described[1]!.figures))).toEqual(new Set([null]));
});

test('the network figures are those of all cards, and none where one card has none', async () => {
  const networkOf = async (NetworkCards: NonNullable<InstanceTypeInfo['NetworkInfo']>['NetworkCards']) => {
    const ec2 = ec2With({ InstanceType: 'p5.48xlarge', NetworkInfo: { NetworkCards } });
    const [described] = await describeTypes(['p5.48xlarge'], { ec2 });
    return [described?.figures.networkBaselineGbps, described?.figures.networkPeakGbps];
  };
  const card = { BaselineBandwidthInGbps: 100, PeakBandwidthInGbps: 100 };
  expect(await networkOf([card, card])).toEqual([200, 200]);
  expect(await networkOf([card, { BaselineBandwidthInGbps: 100 }])).toEqual([200, null]);
});

test('a type newer than the table is accepted from EC2', async () => {
  const ec2 = ec2With({ InstanceType: 'm12g.large' as 'm7g.large', VCpuInfo: { DefaultVCpus: 2 } });
  const [described] = await describeTypes(['m12g.large'], { ec2 });
  expect(described).toMatchObject({ type: { family: 'm12g', processor: 'graviton' }, figures: { vCpus: 2 } });
});

test('a type that neither EC2 nor the table has is refused with the nearest names', async () => {
  const asking = describeTypes(['c7i.xlarge', 'm7gd.3xlarge'], { ec2: ec2With(c7i) });
  await expect(asking).rejects.toMatchObject({
    code: 'fleet.instance-type.unknown',
    details: { nearest: ['m7gd.4xlarge', 'm7gd.2xlarge', 'm7gd.8xlarge'] },
  });
});

test('a real type that the region does not have is reported as by EC2', async () => {
  const asking = describeTypes(['mac-m4.metal'], { ec2: ec2With(c7i) });
  await expect(asking).rejects.toMatchObject({ code: 'aws-ec2.instance-type.not-found' });
});

test('EC2 is not called for an invalid name', async () => {
  const ec2 = ec2With(c7i);
  await expect(describeTypes(['c7i.xlarge', 'large'], { ec2 })).rejects.toMatchObject({
    code: 'fleet.instance-type.unknown-form',
  });
  expect(ec2.asked).toEqual([]);
});
