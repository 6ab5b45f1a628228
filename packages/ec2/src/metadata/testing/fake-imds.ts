import type { Imds } from '@groundcrew/aws/imds';

/** Folders and values below `/latest/`; a value may be bytes. */
export interface MetadataTree {
  readonly [name: string]: string | Uint8Array | MetadataTree;
}

export interface FakeImds extends Imds {
  /** Requested paths, in order. */
  readonly asked: string[];
  /** Maximum number of concurrent requests. */
  maxConcurrent(): number;
  /** Sets the content of the service. */
  show(tree: MetadataTree): void;
  /** Makes requests fail if `failing` throws. */
  failAt(failing: (path: string) => void): void;
}

/** A metadata service of a plain object, for tests. */
export function createFakeImds(tree: MetadataTree): FakeImds {
  let shown = tree;
  let fail: (path: string) => void = () => {};
  let running = 0;
  let maxRunning = 0;
  const find = async (path: string) => {
    fake.asked.push(path);
    maxRunning = Math.max(maxRunning, ++running);
    // Long enough for others to start.
    await new Promise(setImmediate);
    running--;
    fail(path);
    let found: string | Uint8Array | MetadataTree | undefined = shown;
    for (const name of path.replace(/\/$/, '').split('/')) {
      found = typeof found === 'object' && !(found instanceof Uint8Array) ? found[name] : undefined;
    }
    return found;
  };
  const entriesOf = (folder: MetadataTree) =>
    Object.entries(folder).map(([name, value]) =>
      typeof value === 'string' || value instanceof Uint8Array ? name : `${name}/`,
    );
  const fake: FakeImds = {
    endpoint: 'http://169.254.169.254',
    asked: [],
    show(next) {
      shown = next;
    },
    failAt(failing) {
      fail = failing;
    },
    maxConcurrent: () => maxRunning,
    async getBytes(path) {
      const found = await find(path);
      if (found === undefined || found instanceof Uint8Array) return found;
      return Buffer.from(typeof found === 'string' ? found : entriesOf(found).join('\n'));
    },
    async get(path) {
      const bytes = await fake.getBytes(path);
      return bytes && Buffer.from(bytes).toString('utf8');
    },
    async list(path) {
      const found = await find(path);
      if (found === undefined || found instanceof Uint8Array) return undefined;
      return typeof found === 'string' ? found.split('\n') : entriesOf(found);
    },
  };
  return fake;
}

/** An instance with two network interfaces, a role and tags, without notices. */
export const sampleTree = {
  dynamic: {
    'instance-identity': {
      document: JSON.stringify({
        accountId: '123456789012',
        architecture: 'arm64',
        availabilityZone: 'ap-northeast-2a',
        imageId: 'ami-0abcdef1234567890',
        instanceId: 'i-0123456789abcdef0',
        instanceType: 'm7gd.4xlarge',
        pendingTime: '2026-11-01T02:03:04Z',
        privateIp: '10.0.1.10',
        region: 'ap-northeast-2',
      }),
      signature: 'c2lnbmF0dXJl',
      pkcs7: 'cGtjczc=',
      rsa2048: 'cnNhMjA0OA==',
    },
  },
  'meta-data': {
    'instance-id': 'i-0123456789abcdef0',
    'instance-life-cycle': 'spot',
    'local-hostname': 'ip-10-0-1-10.ap-northeast-2.compute.internal',
    'local-ipv4': '10.0.1.10',
    'public-ipv4': '203.0.113.7',
    'public-hostname': 'ec2-203-0-113-7.ap-northeast-2.compute.amazonaws.com',
    mac: '02:00:00:00:00:01',
    placement: {
      'availability-zone': 'ap-northeast-2a',
      'availability-zone-id': 'apne2-az1',
      region: 'ap-northeast-2',
    },
    network: {
      interfaces: {
        macs: {
          '02:00:00:00:00:00': {
            'device-number': '1',
            'local-ipv4s': '10.0.2.20',
            'public-ipv4s': '203.0.113.9',
            ipv6s: '2001:db8::2',
          },
          '02:00:00:00:00:01': {
            'device-number': '0',
            'local-ipv4s': '10.0.1.10\n10.0.1.11',
            'public-ipv4s': '203.0.113.8\n203.0.113.7',
            ipv6s: '2001:db8::1',
            'vpc-id': 'vpc-01',
            'subnet-id': 'subnet-01',
            'security-group-ids': 'sg-01',
            'security-groups': 'web',
          },
        },
      },
    },
    iam: {
      info: '{"Code":"Success","InstanceProfileArn":"arn:aws:iam::123456789012:instance-profile/web"}',
      'security-credentials': { 'web-role': '{"AccessKeyId":"ASIA","SecretAccessKey":"secret"}' },
    },
    tags: { instance: { Name: 'web-1', Project: 'shop' } },
  },
  'user-data': Buffer.from([0x1f, 0x8b, 0x08, 0x00, 0xff]),
} as const satisfies MetadataTree;
