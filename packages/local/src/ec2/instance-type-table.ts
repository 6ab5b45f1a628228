/** The properties of a type that DescribeInstanceTypes returns: a subset of "InstanceTypeInfo" of the API reference. */
export interface InstanceTypeInfo {
  readonly name: string;
  readonly vcpus: number;
  readonly cores: number;
  readonly memoryMiB: number;
  readonly architectures: readonly string[];
  readonly manufacturer: string;
  readonly clockGhz: number | undefined;
  /** `Up to 12.5 Gigabit` */
  readonly network: string;
  readonly maxInterfaces: number;
  readonly addressesPerInterface: number;
  /** `undefined`: not optimized for EBS. */
  readonly ebs:
    | {
        readonly baselineMbps: number;
        readonly maximumMbps: number;
        readonly baselineIops: number;
        readonly maximumIops: number;
      }
    | undefined;
  readonly disks: { readonly count: number; readonly sizeGb: number; readonly kind: string } | undefined;
  /** `undefined`: bare metal. */
  readonly hypervisor: string | undefined;
  readonly isCurrent: boolean;
  readonly isBurstable: boolean;
  readonly isMetal: boolean;
  readonly gpus:
    | {
        readonly count: number;
        readonly manufacturer: string;
        readonly name: string;
        readonly memoryMiB: number;
      }
    | undefined;
}

// The figures are those that DescribeInstanceTypes returns in us-east-1, as recorded in the instance type data
// of moto 5.2.1: name, vCPUs, cores, memory (MiB), architectures, manufacturer, clock (GHz), network, interfaces,
// addresses of each, EBS (baseline and maximum Mbps, baseline and maximum IOPS), disks (GB), hypervisor, flags
// (g: current generation, b: burstable, m: bare metal), GPUs (MiB).
const INSTANCE_TYPES_TEXT = `
t2.micro | 1 | 1 | 1024 | i386/x86_64 | Intel | 2.5 | Low to Moderate | 2 | 2 | - | - | xen | gb | -
t3.micro | 2 | 1 | 1024 | x86_64 | Intel | 2.5 | Up to 5 Gigabit | 2 | 2 | 87 2085 500 11800 | - | nitro | gb | -
t3.small | 2 | 1 | 2048 | x86_64 | Intel | 2.5 | Up to 5 Gigabit | 3 | 4 | 174 2085 1000 11800 | - | nitro | gb | -
t3.medium | 2 | 1 | 4096 | x86_64 | Intel | 2.5 | Up to 5 Gigabit | 3 | 6 | 347 2085 2000 11800 | - | nitro | gb | -
t3.large | 2 | 1 | 8192 | x86_64 | Intel | 2.5 | Up to 5 Gigabit | 3 | 12 | 695 2780 4000 15700 | - | nitro | gb | -
t4g.micro | 2 | 2 | 1024 | arm64 | AWS | 2.5 | Up to 5 Gigabit | 2 | 2 | 87 2085 500 11800 | - | nitro | gb | -
t4g.small | 2 | 2 | 2048 | arm64 | AWS | 2.5 | Up to 5 Gigabit | 3 | 4 | 174 2085 1000 11800 | - | nitro | gb | -
t4g.medium | 2 | 2 | 4096 | arm64 | AWS | 2.5 | Up to 5 Gigabit | 3 | 6 | 347 2085 2000 11800 | - | nitro | gb | -
t4g.large | 2 | 2 | 8192 | arm64 | AWS | 2.5 | Up to 5 Gigabit | 3 | 12 | 695 2780 4000 15700 | - | nitro | gb | -
m1.small | 1 | 1 | 1740 | i386/x86_64 | Intel | - | Low | 2 | 4 | - | 1x160 hdd | xen | - | -
m5.large | 2 | 1 | 8192 | x86_64 | Intel | 3.1 | Up to 10 Gigabit | 3 | 10 | 650 4750 3600 18750 | - | nitro | - | -
m5.xlarge | 4 | 2 | 16384 | x86_64 | Intel | 3.1 | Up to 10 Gigabit | 4 | 15 | 1150 4750 6000 18750 | - | nitro | - | -
m6i.large | 2 | 1 | 8192 | x86_64 | Intel | 3.5 | Up to 12.5 Gigabit | 3 | 10 | 650 10000 3600 40000 | - | nitro | - | -
m7i.large | 2 | 1 | 8192 | x86_64 | Intel | 3.2 | Up to 12.5 Gigabit | 3 | 10 | 650 10000 3600 40000 | - | nitro | g | -
m7i.xlarge | 4 | 2 | 16384 | x86_64 | Intel | 3.2 | Up to 12.5 Gigabit | 4 | 15 | 1250 10000 6000 40000 | - | nitro | g | -
m7a.large | 2 | 2 | 8192 | x86_64 | AMD | 3.7 | Up to 12.5 Gigabit | 3 | 10 | 650 10000 3600 40000 | - | nitro | g | -
m7g.medium | 1 | 1 | 4096 | arm64 | AWS | 2.6 | Up to 12.5 Gigabit | 2 | 4 | 315 10000 2500 40000 | - | nitro | g | -
m7g.large | 2 | 2 | 8192 | arm64 | AWS | 2.6 | Up to 12.5 Gigabit | 3 | 10 | 630 10000 3600 40000 | - | nitro | g | -
m7g.xlarge | 4 | 4 | 16384 | arm64 | AWS | 2.6 | Up to 12.5 Gigabit | 4 | 15 | 1250 10000 6000 40000 | - | nitro | g | -
m7g.2xlarge | 8 | 8 | 32768 | arm64 | AWS | 2.6 | Up to 15 Gigabit | 4 | 15 | 2500 10000 12000 40000 | - | nitro | g | -
m7gd.large | 2 | 2 | 8192 | arm64 | AWS | 2.6 | Up to 12.5 Gigabit | 3 | 10 | 630 10000 3600 40000 | 1x118 ssd | nitro | g | -
m7gd.4xlarge | 16 | 16 | 65536 | arm64 | AWS | 2.6 | Up to 15 Gigabit | 8 | 30 | 5000 10000 20000 40000 | 1x950 ssd | nitro | g | -
m8g.large | 2 | 2 | 8192 | arm64 | AWS | 2.8 | Up to 12.5 Gigabit | 3 | 10 | 630 10000 3600 40000 | - | nitro | g | -
c5.large | 2 | 1 | 4096 | x86_64 | Intel | 3.4 | Up to 10 Gigabit | 3 | 10 | 650 4750 4000 20000 | - | nitro | - | -
c6g.large | 2 | 2 | 4096 | arm64 | AWS | 2.5 | Up to 10 Gigabit | 3 | 10 | 630 4750 3600 20000 | - | nitro | g | -
c7g.large | 2 | 2 | 4096 | arm64 | AWS | 2.6 | Up to 12.5 Gigabit | 3 | 10 | 630 10000 3600 40000 | - | nitro | g | -
c7g.xlarge | 4 | 4 | 8192 | arm64 | AWS | 2.6 | Up to 12.5 Gigabit | 4 | 15 | 1250 10000 6000 40000 | - | nitro | g | -
c7gn.large | 2 | 2 | 4096 | arm64 | AWS | 2.6 | Up to 30 Gigabit | 3 | 10 | 1042 10000 4167 40000 | - | nitro | g | -
c7i.large | 2 | 1 | 4096 | x86_64 | Intel | 3.2 | Up to 12.5 Gigabit | 3 | 10 | 650 10000 3600 40000 | - | nitro | g | -
c7i.xlarge | 4 | 2 | 8192 | x86_64 | Intel | 3.2 | Up to 12.5 Gigabit | 4 | 15 | 1250 10000 6000 40000 | - | nitro | g | -
c7i.metal-48xl | 192 | 96 | 393216 | x86_64 | Intel | 3.2 | 50 Gigabit | 15 | 50 | 40000 40000 240000 240000 | - | - | gm | -
r5.large | 2 | 1 | 16384 | x86_64 | Intel | 3.1 | Up to 10 Gigabit | 3 | 10 | 650 4750 3600 18750 | - | nitro | - | -
r6g.large | 2 | 2 | 16384 | arm64 | AWS | 2.5 | Up to 10 Gigabit | 3 | 10 | 630 4750 3600 20000 | - | nitro | g | -
r7g.large | 2 | 2 | 16384 | arm64 | AWS | 2.6 | Up to 12.5 Gigabit | 3 | 10 | 630 10000 3600 40000 | - | nitro | g | -
r7g.xlarge | 4 | 4 | 32768 | arm64 | AWS | 2.6 | Up to 12.5 Gigabit | 4 | 15 | 1250 10000 6000 40000 | - | nitro | g | -
r7i.large | 2 | 1 | 16384 | x86_64 | Intel | 3.2 | Up to 12.5 Gigabit | 3 | 10 | 650 10000 3600 40000 | - | nitro | g | -
r8g.large | 2 | 2 | 16384 | arm64 | AWS | 2.8 | Up to 12.5 Gigabit | 3 | 10 | 630 10000 3600 40000 | - | nitro | g | -
i4i.large | 2 | 1 | 16384 | x86_64 | Intel | 3.5 | Up to 10 Gigabit | 3 | 10 | 625 10000 2500 40000 | 1x468 ssd | nitro | g | -
i3en.large | 2 | 1 | 16384 | x86_64 | Intel | 3.1 | Up to 25 Gigabit | 3 | 10 | 576 4750 3000 20000 | 1x1250 ssd | nitro | g | -
g5.xlarge | 4 | 2 | 16384 | x86_64 | AMD | 3.3 | Up to 10 Gigabit | 4 | 15 | 700 3500 3000 15000 | 1x250 ssd | nitro | g | 1×NVIDIA A10G 22888
g6.xlarge | 4 | 2 | 16384 | x86_64 | AMD | 3.4 | Up to 10 Gigabit | 4 | 15 | 1000 5000 4000 20000 | 1x250 ssd | nitro | g | 1×NVIDIA L4 22888
inf2.xlarge | 4 | 2 | 16384 | x86_64 | AMD | 3.6 | Up to 15 Gigabit | 4 | 15 | 1250 10000 6000 40000 | - | nitro | g | -
p5.48xlarge | 192 | 96 | 2097152 | x86_64 | AMD | 3.6 | 3200 Gigabit | 64 | 50 | 80000 80000 260000 260000 | 8x3800 ssd | nitro | g | 8×NVIDIA H100 81920
p6-b200.48xlarge | 192 | 96 | 2097152 | x86_64 | Intel | 2.4 | 3200 Gigabit | 32 | 50 | 100000 100000 400000 400000 | 8x3800 ssd | nitro | g | 8×NVIDIA B200 183359
hpc7g.16xlarge | 64 | 64 | 131072 | arm64 | AWS | 2.6 | 200 Gigabit | 4 | 50 | 87 2085 500 11000 | - | nitro | g | -
x2iezn.metal | 48 | 24 | 1572864 | x86_64 | Intel | 4.5 | 100 Gigabit | 15 | 50 | 19000 19000 80000 80000 | - | - | gm | -
u7in-24tb.224xlarge | 896 | 448 | 25165824 | x86_64 | Intel | 1.9 | 200 Gigabit | 16 | 50 | 100000 100000 560000 560000 | - | nitro | g | -
mac2.metal | 8 | 4 | 16384 | arm64_mac | Apple | 3.2 | 10 Gigabit | 8 | 30 | 10000 10000 55000 55000 | - | - | gm | -
mac-m4pro.metal | 14 | 14 | 49152 | arm64_mac | Apple | 3.5 | 10 Gigabit | 8 | 30 | 8000 8000 55000 55000 | 1x1900 ssd | - | gm | -
`;

/** Some dozens of types. */
export const instanceTypeTable: ReadonlyMap<string, InstanceTypeInfo> = new Map(
  INSTANCE_TYPES_TEXT.trim()
    .split('\n')
    .map((line) => {
      const figures = readLine(line);
      return [figures.name, figures];
    }),
);

function readLine(line: string): InstanceTypeInfo {
  const cells = line.split('|').map((cell) => (cell.trim() === '-' ? '' : cell.trim()));
  const [name = '', vcpus, cores, memory, architectures = '', manufacturer = '', clock, network = ''] = cells;
  const [interfaces, addresses, ebs = '', disks = '', hypervisor, kind = '', gpus = ''] = cells.slice(8);
  const [baselineMbps = 0, maximumMbps = 0, baselineIops = 0, maximumIops = 0] = ebs.split(' ').map(Number);
  const [, diskCount, diskSize, diskKind = ''] = /^(\d+)x(\d+) (\w+)$/.exec(disks) ?? [];
  const [, gpuCount, gpuMaker = '', gpuName = '', gpuMemory] = /^(\d+)×(\w+) (\w+) (\d+)$/.exec(gpus) ?? [];
  return {
    name,
    vcpus: Number(vcpus),
    cores: Number(cores),
    memoryMiB: Number(memory),
    architectures: architectures.split('/'),
    manufacturer,
    clockGhz: clock ? Number(clock) : undefined,
    network,
    maxInterfaces: Number(interfaces),
    addressesPerInterface: Number(addresses),
    ebs: baselineMbps > 0 ? { baselineMbps, maximumMbps, baselineIops, maximumIops } : undefined,
    disks: diskCount ? { count: Number(diskCount), sizeGb: Number(diskSize), kind: diskKind } : undefined,
    hypervisor: hypervisor || undefined,
    isCurrent: kind.includes('g'),
    isBurstable: kind.includes('b'),
    isMetal: kind.includes('m'),
    gpus: gpuCount
      ? { count: Number(gpuCount), manufacturer: gpuMaker, name: gpuName, memoryMiB: Number(gpuMemory) }
      : undefined,
  };
}
