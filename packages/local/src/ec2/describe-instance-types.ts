import type { Form } from '../form.ts';
import { AwsError } from '../service.ts';
import { writeXml, type XmlElements } from '../xml.ts';
import { invalidParameter } from './errors.ts';
import { readFilters, unknownFilter } from './filter.ts';
import { type InstanceTypeInfo, instanceTypeTable } from './instance-type-table.ts';
import type { PageTokens } from './paging.ts';

const MAX_NAMES = 100;
const MIN_PAGE_SIZE = 5;
const MAX_PAGE_SIZE = 100;
const BITS_PER_BYTE = 8;

/**
 * Rules: "DescribeInstanceTypes" of the EC2 API reference; only the types of the table are supported.
 *
 * @throws AwsError
 */
export function describeInstanceTypes(form: Form, tokens: PageTokens): string {
  const names = form.texts('InstanceType');
  if (names.length > MAX_NAMES) {
    throw invalidParameter(`The number of instance types specified exceeds the limit of ${MAX_NAMES}`);
  }
  const unknown = names.filter((name) => !instanceTypeTable.has(name));
  if (unknown.length > 0) {
    throw new AwsError(
      400,
      'InvalidInstanceType',
      `The following supplied instance types do not exist: [${unknown.join(', ')}]`,
    );
  }
  const pageSize = pageSizeOf(form.text('MaxResults'));
  const filters = readFilters(form);
  const checks = filters.map((filter) => ({ filter, valuesOf: readerOf(filter.name) }));
  const matching = [...instanceTypeTable.values()].filter(
    (type) =>
      (names.length === 0 || names.includes(type.name)) &&
      checks.every(({ filter, valuesOf }) => filter.matches(valuesOf(type))),
  );

  const scope = JSON.stringify(['instance types', names, filters]);
  const token = form.text('NextToken');
  const start = token === undefined ? 0 : tokens.read(scope, token);
  const end = start + pageSize;
  return writeXml({
    instanceTypeSet: { item: matching.slice(start, end).map(elementsOf) },
    nextToken: end < matching.length ? tokens.write(scope, end) : undefined,
  });
}

function pageSizeOf(written: string | undefined): number {
  const size = Number(written ?? MAX_PAGE_SIZE);
  if (size >= MIN_PAGE_SIZE && size <= MAX_PAGE_SIZE) return size;
  throw new AwsError(
    400,
    'InvalidMaxResults',
    `Value ( ${written} ) for parameter maxResults is invalid. Expecting a value from ( ${MIN_PAGE_SIZE} ) to  ( ${MAX_PAGE_SIZE} ).`,
  );
}

function readerOf(filter: string): (type: InstanceTypeInfo) => readonly string[] {
  switch (filter) {
    case 'instance-type':
      return ({ name }) => [name];
    case 'current-generation':
      return ({ isCurrent }) => [String(isCurrent)];
    case 'bare-metal':
      return ({ isMetal }) => [String(isMetal)];
    case 'burstable-performance-supported':
      return ({ isBurstable }) => [String(isBurstable)];
    case 'processor-info.supported-architecture':
      return ({ architectures }) => architectures;
    case 'vcpu-info.default-vcpus':
      return ({ vcpus }) => [String(vcpus)];
    case 'memory-info.size-in-mib':
      return ({ memoryMiB }) => [String(memoryMiB)];
    default:
      throw unknownFilter(filter);
  }
}

function elementsOf(type: InstanceTypeInfo): XmlElements {
  const { ebs, disks, gpus } = type;
  return {
    instanceType: type.name,
    currentGeneration: type.isCurrent,
    bareMetal: type.isMetal,
    hypervisor: type.hypervisor,
    processorInfo: {
      supportedArchitectures: { item: type.architectures },
      sustainedClockSpeedInGhz: type.clockGhz,
      manufacturer: type.manufacturer,
    },
    vCpuInfo: {
      defaultVCpus: type.vcpus,
      defaultCores: type.cores,
      defaultThreadsPerCore: type.vcpus / type.cores,
    },
    memoryInfo: { sizeInMiB: type.memoryMiB },
    instanceStorageSupported: disks !== undefined,
    instanceStorageInfo: disks && {
      totalSizeInGB: disks.count * disks.sizeGb,
      disks: { item: { count: disks.count, sizeInGB: disks.sizeGb, type: disks.kind } },
    },
    ebsInfo: {
      ebsOptimizedSupport: ebs ? 'default' : 'unsupported',
      encryptionSupport: 'supported',
      ebsOptimizedInfo: ebs && {
        baselineBandwidthInMbps: ebs.baselineMbps,
        baselineThroughputInMBps: ebs.baselineMbps / BITS_PER_BYTE,
        baselineIops: ebs.baselineIops,
        maximumBandwidthInMbps: ebs.maximumMbps,
        maximumThroughputInMBps: ebs.maximumMbps / BITS_PER_BYTE,
        maximumIops: ebs.maximumIops,
      },
    },
    networkInfo: {
      networkPerformance: type.network,
      maximumNetworkInterfaces: type.maxInterfaces,
      ipv4AddressesPerInterface: type.addressesPerInterface,
    },
    gpuInfo: gpus && {
      gpus: {
        item: {
          name: gpus.name,
          manufacturer: gpus.manufacturer,
          count: gpus.count,
          memoryInfo: { sizeInMiB: gpus.memoryMiB },
        },
      },
      totalGpuMemoryInMiB: gpus.count * gpus.memoryMiB,
    },
    burstablePerformanceSupported: type.isBurstable,
  };
}
