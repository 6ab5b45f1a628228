import type { Ec2, InstanceTypeInfo } from '@groundcrew/aws/ec2';
import { isGroundcrewError } from '@groundcrew/errors';
import type { Column, Row } from '@groundcrew/report';
import { unknownFormError } from './errors.ts';
import type { InstanceType } from './instance-type.ts';
import { parseInstanceType, tryParseInstanceType } from './parse.ts';

/** An instance type, with EC2's figures. */
export interface DescribedType {
  readonly type: InstanceType;
  readonly figures: Row;
}

/** The figures as columns of a report, after those of the type itself; `null` if EC2 returns none. */
export const figureColumns: readonly Column[] = [
  { key: 'vCpus', title: 'vCPUs', unit: 'count' },
  { key: 'memoryMib', title: 'Memory (MiB)', unit: 'count' },
  { key: 'networkPerformance', title: 'Network' },
  { key: 'networkBaselineGbps', title: 'Network, always (Gbit/s)', unit: 'count' },
  { key: 'networkPeakGbps', title: 'Network, at its peak (Gbit/s)', unit: 'count' },
  { key: 'ebsBaselineMbps', title: 'EBS, always (Mbit/s)', unit: 'count' },
  { key: 'ebsMaximumMbps', title: 'EBS, at its peak (Mbit/s)', unit: 'count' },
  { key: 'ebsBaselineIops', title: 'EBS, always (IOPS)', unit: 'count' },
  { key: 'ebsMaximumIops', title: 'EBS, at its peak (IOPS)', unit: 'count' },
];

/**
 * The figures of types in the region of `ec2`, in the order of `names`. A type newer than this version is accepted if EC2
 * returns it.
 *
 * @throws GroundcrewError of `parseInstanceType`, for types that neither it nor EC2 knows;
 *   `aws-ec2.instance-type.not-found`: a real type that the region does not have; errors of `ec2`
 */
export async function describeTypes(
  names: readonly string[],
  { ec2, signal }: { readonly ec2: Pick<Ec2, 'describeInstanceTypes'>; readonly signal?: AbortSignal },
): Promise<DescribedType[]> {
  const types = names.map((name) => {
    const type = tryParseInstanceType(name);
    if (type === null) throw unknownFormError(name);
    return type;
  });
  const infos = await ask([...new Set(names)], ec2, signal);
  const byName = new Map(infos.map((info) => [info.InstanceType as string | undefined, info]));
  return types.map((type) => ({ type, figures: figuresOf(byName.get(type.name)) }));
}

async function ask(
  names: readonly string[],
  ec2: Pick<Ec2, 'describeInstanceTypes'>,
  signal: AbortSignal | undefined,
): Promise<InstanceTypeInfo[]> {
  try {
    return await ec2.describeInstanceTypes(names, signal && { signal });
  } catch (thrown) {
    // EC2 suggests no similar names. A real type that this region does not have passes this check.
    if (isGroundcrewError(thrown, 'aws-ec2.instance-type.not-found')) names.forEach(parseInstanceType);
    throw thrown;
  }
}

function figuresOf(info: InstanceTypeInfo | undefined): Row {
  const ebs = info?.EbsInfo?.EbsOptimizedInfo;
  const cards = info?.NetworkInfo?.NetworkCards ?? [];
  return {
    vCpus: info?.VCpuInfo?.DefaultVCpus ?? null,
    memoryMib: info?.MemoryInfo?.SizeInMiB ?? null,
    networkPerformance: info?.NetworkInfo?.NetworkPerformance ?? null,
    networkBaselineGbps: sum(cards.map(({ BaselineBandwidthInGbps }) => BaselineBandwidthInGbps)),
    networkPeakGbps: sum(cards.map(({ PeakBandwidthInGbps }) => PeakBandwidthInGbps)),
    ebsBaselineMbps: ebs?.BaselineBandwidthInMbps ?? null,
    ebsMaximumMbps: ebs?.MaximumBandwidthInMbps ?? null,
    ebsBaselineIops: ebs?.BaselineIops ?? null,
    ebsMaximumIops: ebs?.MaximumIops ?? null,
  };
}

/** The sum of all network cards; `null` if one of them has no figure. */
function sum(figures: readonly (number | undefined)[]): number | null {
  let total = 0;
  for (const figure of figures) {
    if (figure === undefined) return null;
    total += figure;
  }
  return figures.length === 0 ? null : total;
}
