import { createModel, type NetworkModel } from '@groundcrew/network/model';
import { readSaved, type SavedFile } from '@groundcrew/network/saved';
import { type AllPairs, findEnd, trace, traceAllPairs } from '@groundcrew/network/trace';
import { type BenchOptions, type BenchRow, median } from '../bench-row.ts';
import { benchGrowth } from './growth.ts';

const RULES = 60;

/** 1,000 interfaces in 500 groups of 60 rules each: loading them, one question, and all pairs by classes; and growth. */
export async function benchNetwork({ short, printLine }: BenchOptions): Promise<BenchRow[]> {
  const size = short ? 100 : 1000;
  const files = savedNetwork(size);
  const heapBefore = heapMib();
  let model: NetworkModel | undefined;
  const loadSeconds = cpuSeconds(() => {
    model = createModel(readSaved(files).content);
  });
  printLine(`one question among ${size} interfaces …`);
  const times = Array.from({ length: 21 }, (_, at) => {
    const question = {
      from: findEnd(model!, `eni-${at}`),
      to: findEnd(model!, `eni-${size - 1 - at}`),
      ports: [443, 443] as const,
    };
    const startedAt = performance.now();
    trace(model!, question);
    return performance.now() - startedAt;
  });
  printLine('all pairs by classes …');
  let pairs: AllPairs | undefined;
  const pairSeconds = cpuSeconds(() => {
    pairs = traceAllPairs(model!);
  });
  const usedMib = heapMib() - heapBefore;
  const targets = !short;
  return [
    {
      name: `load ${size} interfaces, ${size / 2} groups of ${RULES} rules`,
      value: loadSeconds,
      unit: 'CPU-s',
    },
    {
      name: 'one question',
      value: median(times),
      unit: 'ms',
      ...(targets && { target: '≤ 50', met: median(times) <= 50 }),
    },
    {
      name: `all pairs of ${size} interfaces in ${pairs!.classes.length} classes, all ports`,
      value: pairSeconds,
      unit: 'CPU-s',
      ...(targets && { target: '≤ 10', met: pairSeconds <= 10 }),
    },
    {
      name: 'heap in use after it',
      value: usedMib,
      unit: 'MiB',
      ...(targets && { target: '≤ 300', met: usedMib <= 300 }),
    },
    ...benchGrowth({ short, printLine }),
  ];
}

function heapMib(): number {
  return process.memoryUsage().heapUsed / 2 ** 20;
}

function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function savedNetwork(size: number): SavedFile[] {
  const subnets = Array.from({ length: 10 }, (_, at) => `subnet-${at}`);
  const entries = [true, false].map((Egress) => ({
    Egress,
    RuleNumber: 100,
    RuleAction: 'allow',
    Protocol: '-1',
    CidrBlock: '0.0.0.0/0',
  }));
  const answers: Record<string, object> = {
    vpcs: { Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' }] },
    subnets: {
      Subnets: subnets.map((id, at) => ({
        SubnetId: id,
        VpcId: 'vpc-1',
        AvailabilityZone: `eu-west-1${at % 2 === 0 ? 'a' : 'b'}`,
        CidrBlock: `10.0.${at}.0/24`,
      })),
    },
    tables: {
      RouteTables: [
        {
          RouteTableId: 'rtb-1',
          VpcId: 'vpc-1',
          Associations: [{ Main: true }],
          Routes: [{ DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' }],
        },
      ],
    },
    acls: {
      NetworkAcls: [
        {
          NetworkAclId: 'acl-1',
          VpcId: 'vpc-1',
          Associations: subnets.map((SubnetId) => ({ SubnetId })),
          Entries: entries,
        },
      ],
    },
    groups: {
      SecurityGroups: Array.from({ length: size / 2 }, (_, at) => ({
        GroupId: `sg-${at}`,
        GroupName: `group ${at}`,
        VpcId: 'vpc-1',
        IpPermissions: Array.from({ length: RULES }, (__, rule) => ({
          IpProtocol: 'tcp',
          FromPort: 1000 + rule * 10,
          ToPort: 1005 + rule * 10,
          ...(rule % 2 === 0
            ? { UserIdGroupPairs: [{ GroupId: `sg-${(at + rule) % (size / 2)}` }] }
            : { IpRanges: [{ CidrIp: `10.0.${rule % 10}.${(rule * 4) % 256}/30` }] }),
        })),
        IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
      })),
    },
    interfaces: {
      NetworkInterfaces: Array.from({ length: size }, (_, at) => ({
        NetworkInterfaceId: `eni-${at}`,
        VpcId: 'vpc-1',
        SubnetId: `subnet-${at % 10}`,
        Groups: [{ GroupId: `sg-${at % (size / 2)}` }],
        PrivateIpAddresses: [
          { PrivateIpAddress: `10.0.${at % 10}.${4 + Math.floor(at / 10)}`, Primary: true },
        ],
      })),
    },
    instances: { Reservations: [] },
  };
  return Object.entries(answers).map(([name, answer]) => ({
    path: `eu-west-1/${name}.json`,
    text: JSON.stringify(answer),
  }));
}
