import {
  formatInstanceType,
  neighborsOf,
  type Processor,
  parseInstanceType,
} from '@groundcrew/ec2/instance-type';
import path from 'node:path';
import { beforeAll, expect, inject, test } from 'vitest';
import { outputOf } from './command.ts';
import { createWorkFolder, tool, toolEnvironment } from './tools.ts';

/** Moto's response to DescribeInstanceTypes: data from AWS, maintained by others. */
interface MotoType {
  readonly BareMetal: boolean;
  readonly ProcessorInfo: {
    readonly Manufacturer?: string;
    readonly SupportedArchitectures: readonly string[];
  };
  readonly VCpuInfo: { readonly DefaultVCpus: number };
  readonly InstanceStorageSupported: boolean;
}

let types: [string, MotoType][];

beforeAll(async () => {
  const work = await createWorkFolder();
  const script =
    'import gzip, importlib.resources as r; ' +
    "print(gzip.decompress(r.files('moto.ec2').joinpath('resources/instance_types.json.gz').read_bytes()).decode())";
  const text = await outputOf(tool('python'), ['-c', script], { env: toolEnvironment(work.path) });
  types = Object.entries(JSON.parse(text));
  await work.remove();
});

test('every type that moto knows parses, and formats to its name', () => {
  expect(types.length).toBeGreaterThan(1300);
  for (const [name] of types) expect(formatInstanceType(parseInstanceType(name))).toBe(name);
});

test('every type of the newest model of EC2 is known', async () => {
  const work = await createWorkFolder();
  const script =
    "import json, botocore.session; m = botocore.session.get_session().get_service_model('ec2'); " +
    "print(json.dumps(m.shape_for('InstanceType').enum))";
  const python = path.join(inject('tools').ministackBin, 'python');
  const names = JSON.parse(
    await outputOf(python, ['-c', script], { env: toolEnvironment(work.path) }),
  ) as string[];
  await work.remove();
  expect(names.length).toBeGreaterThan(1400);
  for (const name of names) expect(parseInstanceType(name).name).toBe(name);
});

test('of every type, the processor and bare metal are the same as in moto', () => {
  const processors: Readonly<Record<string, Processor>> = {
    AWS: 'graviton',
    AMD: 'amd',
    Intel: 'intel',
    Apple: 'apple',
  };
  for (const [name, { BareMetal, ProcessorInfo }] of types) {
    const { processor, metal } = parseInstanceType(name);
    expect([name, metal]).toEqual([name, BareMetal]);
    const { Manufacturer } = ProcessorInfo;
    if (Manufacturer) expect([name, processor]).toEqual([name, processors[Manufacturer]]);
  }
});

test('a type with the letter for instance store has one', () => {
  for (const [name, { InstanceStorageSupported }] of types) {
    const { capabilities } = parseInstanceType(name);
    if (capabilities.some(({ letter }) => letter === 'd')) {
      expect([name, InstanceStorageSupported]).toEqual([name, true]);
    }
  }
});

test('a smaller neighbor never has more vCPUs', () => {
  const vCpus = new Map(types.map(([name, { VCpuInfo }]) => [name, VCpuInfo.DefaultVCpus]));
  for (const [name] of types) {
    const { smaller } = neighborsOf(parseInstanceType(name));
    if (smaller !== null && vCpus.has(smaller)) {
      expect(vCpus.get(smaller), `${smaller} compared with ${name}`).toBeLessThanOrEqual(vCpus.get(name)!);
    }
  }
});
