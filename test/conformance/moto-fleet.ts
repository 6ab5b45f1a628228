import {
  EC2Client,
  type Instance,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';

/** Instances as moto returned them when they were started, in the SDK's types. */
export interface MotoFleet {
  /** By region, then by id. */
  readonly byRegion: ReadonlyMap<string, ReadonlyMap<string, Instance>>;
  /** In us-east-1, and not in any other list. */
  readonly terminatedId: string;
}

/** An image that moto has in every region. */
const IMAGE_ID = 'ami-03cf127a';

/** Starts instances in four regions, 2,500 in the first of them. */
export async function startMotoFleet(endpoint: string): Promise<MotoFleet> {
  const [seoul, osaka, dublin, virginia] = [
    regionOf(endpoint, 'ap-northeast-2'),
    regionOf(endpoint, 'ap-northeast-3'),
    regionOf(endpoint, 'eu-west-1'),
    regionOf(endpoint, 'us-east-1'),
  ];
  // Moto's pages count reservations, EC2's instances: more than 1,000 reservations are more than a page.
  for (let started = 0; started < 1_005; started += 5) {
    await Promise.all([1, 2, 3, 4, 5].map(() => seoul.run({ type: 't4g.small' })));
  }
  // Without names: moto scans all tags of all instances to find one.
  await seoul.run({ type: 'c7i.xlarge', count: 1_493, hasVolume: false });
  for (const name of ['web-1', 'web-2']) await seoul.run({ type: 'm7g.large', name });
  for (const name of ['web-1', 'web-2', 'cache']) await osaka.run({ type: 'r7g.large', name });
  await dublin.run({ type: 't3a.nano', name: 'mail' });
  await virginia.run({ type: 'm5.large', name: 'mail' });
  const terminatedId = await virginia.startAndTerminate();
  const all = [seoul, osaka, dublin, virginia];
  for (const { client } of all) client.destroy();
  return { byRegion: new Map(all.map(({ region, instances }) => [region, instances])), terminatedId };
}

interface Start {
  readonly type: 't4g.small' | 'c7i.xlarge' | 'm7g.large' | 'r7g.large' | 't3a.nano' | 'm5.large';
  readonly name?: string;
  readonly count?: number;
  /** Default: true. To attach one, moto goes through all instances. */
  readonly hasVolume?: boolean;
}

function regionOf(endpoint: string, region: string) {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new EC2Client({ endpoint, region, credentials });
  const instances = new Map<string, Instance>();
  const start = async ({ type, name, count = 1, hasVolume = true }: Start) => {
    const Tags = [
      { Key: 'Name', Value: name },
      { Key: 'Project', Value: 'shop & "친구"' },
    ];
    const { Instances = [] } = await client.send(
      new RunInstancesCommand({
        ImageId: IMAGE_ID,
        InstanceType: type,
        MinCount: count,
        MaxCount: count,
        ...(!hasVolume && { BlockDeviceMappings: [{ DeviceName: '/dev/sda1', NoDevice: '' }] }),
        ...(name !== undefined && { TagSpecifications: [{ ResourceType: 'instance', Tags }] }),
      }),
    );
    return Instances;
  };
  return {
    client,
    region,
    instances,
    async run(what: Start): Promise<void> {
      for (const instance of await start(what)) instances.set(instance.InstanceId!, instance);
    },
    async startAndTerminate(): Promise<string> {
      const [instance] = await start({ type: 'm5.large', name: 'gone' });
      await client.send(new TerminateInstancesCommand({ InstanceIds: [instance!.InstanceId!] }));
      return instance!.InstanceId!;
    },
  };
}
