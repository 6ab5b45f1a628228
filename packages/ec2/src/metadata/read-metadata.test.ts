import { GroundcrewError } from '@groundcrew/errors';
import { describe, expect, it } from 'vitest';
import { metadataNotes } from './metadata-notes.ts';
import { metadataReport } from './metadata-report.ts';
import { readMetadata } from './read-metadata.ts';
import { createFakeImds, type MetadataTree, sampleTree } from './testing/fake-imds.ts';

/** The sample with a change in `meta-data`; `undefined` removes a value. */
function treeWith(changes: Record<string, MetadataTree | string | undefined>): MetadataTree {
  const metaData = Object.entries({ ...sampleTree['meta-data'], ...changes }).filter(([, value]) => value);
  return { ...sampleTree, 'meta-data': Object.fromEntries(metaData) as MetadataTree };
}

describe('readMetadata', () => {
  it('returns the facts of the instance, in the common schema', async () => {
    const facts = await readMetadata(createFakeImds(sampleTree));

    expect(facts).toMatchObject({
      source: 'imds',
      name: 'web-1',
      instanceId: 'i-0123456789abcdef0',
      accountId: '123456789012',
      region: 'ap-northeast-2',
      availabilityZone: 'ap-northeast-2a',
      availabilityZoneId: 'apne2-az1',
      state: null,
      instanceType: 'm7gd.4xlarge',
      type: { series: 'm', size: '4xlarge' },
      imageId: 'ami-0abcdef1234567890',
      launchTime: '2026-11-01T02:03:04.000Z',
      lifecycle: 'spot',
      privateDnsName: 'ip-10-0-1-10.ap-northeast-2.compute.internal',
      publicDnsName: 'ec2-203-0-113-7.ap-northeast-2.compute.amazonaws.com',
      macAddress: '02:00:00:00:00:01',
      vpcId: 'vpc-01',
      subnetId: 'subnet-01',
      securityGroups: [{ id: 'sg-01', name: 'web' }],
      instanceProfileArn: 'arn:aws:iam::123456789012:instance-profile/web',
      role: 'web-role',
      tags: { Name: 'web-1', Project: 'shop' },
      notices: { spotAction: null, rebalance: null, maintenance: [], autoScalingState: null },
    });
    expect(metadataNotes(facts)).toEqual([]);
  });

  it('has the primary address first, then those of the interfaces in the order of their devices', async () => {
    const facts = await readMetadata(createFakeImds(sampleTree));

    expect(facts.privateIpv4).toEqual(['10.0.1.10', '10.0.1.11', '10.0.2.20']);
    expect(facts.publicIpv4).toEqual(['203.0.113.7', '203.0.113.8', '203.0.113.9']);
    expect(facts.ipv6).toEqual(['2001:db8::1', '2001:db8::2']);
  });

  it('has null for values that the service does not have', async () => {
    const bare = { dynamic: sampleTree.dynamic, 'meta-data': { 'instance-id': 'i-0123456789abcdef0' } };

    const facts = await readMetadata(createFakeImds(bare));

    expect(facts).toMatchObject({
      name: null,
      availabilityZoneId: null,
      lifecycle: null,
      privateIpv4: ['10.0.1.10'],
      publicIpv4: [],
      ipv6: [],
      privateDnsName: null,
      publicDnsName: null,
      macAddress: null,
      vpcId: null,
      securityGroups: [],
      instanceProfileArn: null,
      role: null,
      tags: null,
    });
  });

  it('names the option that makes the instance provide its tags', async () => {
    const facts = await readMetadata(createFakeImds(treeWith({ tags: undefined })));

    expect(facts.tags).toBeNull();
    expect(metadataNotes(facts)).toEqual([
      expect.stringMatching(
        /InstanceMetadataTags.*--instance-id i-0123456789abcdef0 --instance-metadata-tags enabled --region ap-northeast-2$/,
      ),
    ]);
  });

  it('assigns a name to the id of a security group only if there is one of each', async () => {
    const mac = sampleTree['meta-data'].network.interfaces.macs['02:00:00:00:00:01'];
    const groupsOf = async (groups: Record<string, string>) => {
      const macs = { '02:00:00:00:00:01': { ...mac, 'security-group-ids': '', ...groups } };
      return (await readMetadata(createFakeImds(treeWith({ network: { interfaces: { macs } } }))))
        .securityGroups;
    };

    expect(await groupsOf({ 'security-group-ids': 'sg-01\nsg-02', 'security-groups': 'web\nssh' })).toEqual([
      { id: 'sg-01', name: null },
      { id: 'sg-02', name: null },
    ]);
    expect(await groupsOf({ 'security-groups': 'web' })).toEqual([{ id: null, name: 'web' }]);
  });

  it('returns the notices', async () => {
    const facts = await readMetadata(
      createFakeImds(
        treeWith({
          spot: { 'instance-action': '{"action":"stop","time":"2026-11-21T12:15:00Z"}' },
          autoscaling: { 'target-lifecycle-state': 'InService' },
          events: {
            recommendations: { rebalance: '{"noticeTime":"2026-11-21T12:00:00Z"}' },
            maintenance: {
              scheduled: JSON.stringify([
                {
                  NotBefore: '21 Jan 2027 09:00:43 GMT',
                  NotAfter: '21 Jan 2027 09:17:23 GMT',
                  Code: 'system-reboot',
                  Description: 'scheduled reboot',
                  EventId: 'instance-event-0d59937288b749b32',
                  State: 'active',
                },
              ]),
            },
          },
        }),
      ),
    );

    expect(facts.notices).toEqual({
      spotAction: { action: 'stop', time: '2026-11-21T12:15:00.000Z' },
      rebalance: { noticeTime: '2026-11-21T12:00:00.000Z' },
      maintenance: [
        {
          eventId: 'instance-event-0d59937288b749b32',
          code: 'system-reboot',
          state: 'active',
          description: 'scheduled reboot',
          notBefore: '2027-01-21T09:00:43.000Z',
          notAfter: '2027-01-21T09:17:23.000Z',
          notBeforeDeadline: null,
        },
      ],
      autoScalingState: 'InService',
    });
  });

  it('sends at most four concurrent requests, and never reads the keys of the role', async () => {
    const tags = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key-${index}`, 'value']));
    const imds = createFakeImds(treeWith({ tags: { instance: tags } }));

    const facts = await readMetadata(imds);

    expect(Object.keys(facts.tags!)).toHaveLength(50);
    expect(imds.maxConcurrent()).toBe(4);
    expect(imds.asked.filter((path) => path.includes('web-role'))).toEqual([]);
    expect(new Set(imds.asked).size).toBe(imds.asked.length);
  });

  it.each([
    ['meta-data/iam/info', { status: 500 }, ['instanceProfileArn'], 'HTTP 500'],
    ['meta-data/iam/security-credentials/', { status: 403 }, ['role'], 'HTTP 403'],
    ['meta-data/tags/instance', { status: 502 }, ['tags', 'name'], 'HTTP 502'],
    ['meta-data/spot/instance-action', { status: 403 }, ['spotAction'], 'HTTP 403'],
  ])('has the rest if %s cannot be read, and why', async (failing, details, facts, reason) => {
    const imds = createFakeImds(sampleTree);
    imds.failAt((path) => {
      if (path === failing) throw new GroundcrewError('imds.unavailable', 'no', { details });
    });

    const read = await readMetadata(imds);

    expect(read).toMatchObject({ instanceId: 'i-0123456789abcdef0', vpcId: 'vpc-01' });
    expect(read.unread).toEqual([{ path: failing, reason, facts }]);
    expect(metadataNotes(read)).toEqual([`${failing} could not be read: ${reason}.`]);
    const { sections } = metadataReport(read);
    const values = Object.assign(
      {},
      ...sections.map((section) => ('values' in section ? section.values : {})),
    );
    for (const fact of facts) expect(values).toHaveProperty(fact, `unknown: ${reason}`);
  });

  it('does not take what cannot be keys of tags', async () => {
    const imds = createFakeImds(treeWith({ tags: { instance: { 'please log in <b>': 'x' } } }));
    expect(await readMetadata(imds)).toMatchObject({
      tags: null,
      name: null,
      unread: [
        { path: 'meta-data/tags/instance', reason: 'its value is malformed', facts: ['tags', 'name'] },
      ],
    });
  });

  it('marks addresses as perhaps not all if those of one interface cannot be read', async () => {
    const imds = createFakeImds(sampleTree);
    imds.failAt((path) => {
      if (path.endsWith('02:00:00:00:00:00/local-ipv4s'))
        throw new GroundcrewError('imds.unavailable', 'no', { details: { status: 500 } });
    });

    const { sections } = metadataReport(await readMetadata(imds));

    const [instance] = sections as readonly { values: Record<string, unknown> }[];
    expect(instance!.values.privateIpv4).toBe('10.0.1.10 10.0.1.11 (perhaps not all: HTTP 500)');
  });

  it('has what there is elsewhere if the identity document cannot be read', async () => {
    const imds = createFakeImds(
      treeWith({ 'instance-type': 'm7gd.4xlarge', placement: { region: 'ap-northeast-2' } }),
    );
    imds.failAt((path) => {
      if (path.startsWith('dynamic/'))
        throw new GroundcrewError('imds.forbidden', 'no', { details: { status: 403 } });
    });

    const facts = await readMetadata(imds);

    expect(facts).toMatchObject({
      instanceId: 'i-0123456789abcdef0',
      region: 'ap-northeast-2',
      accountId: null,
    });
    expect(facts.unread).toMatchObject([{ path: 'dynamic/instance-identity/document', reason: 'HTTP 403' }]);
  });

  it('stops asking a service that is gone', async () => {
    const imds = createFakeImds(sampleTree);
    imds.failAt((path) => {
      if (path.startsWith('meta-data/')) throw new GroundcrewError('imds.unavailable', 'gone');
    });

    const { unread = [] } = await readMetadata(imds);

    expect(imds.asked.length).toBeLessThan(10);
    expect(unread.length).toBeGreaterThan(10);
    expect(unread.filter(({ reason }) => reason.startsWith('not requested')).length).toBeGreaterThan(5);
  });

  it('sends no second request without a service', async () => {
    const imds = createFakeImds(sampleTree);
    imds.failAt(() => {
      throw new GroundcrewError('imds.not-an-instance', 'no');
    });

    await expect(readMetadata(imds)).rejects.toMatchObject({ code: 'imds.not-an-instance' });

    expect(imds.asked).toHaveLength(1);
  });

  it('refuses a service that is not EC2, and reports which facts it cannot read', async () => {
    const readAs = (tree: MetadataTree) => readMetadata(createFakeImds(tree));

    await expect(readAs({ 'meta-data': { 'instance-id': 'i-1' } })).rejects.toMatchObject({
      code: 'fleet.metadata.no-identity',
    });
    const { unread, instanceProfileArn } = await readAs(treeWith({ iam: { info: '<html>' } }));
    expect(instanceProfileArn).toBeNull();
    expect(unread).toEqual([
      { path: 'meta-data/iam/info', reason: 'its value is malformed', facts: ['instanceProfileArn'] },
    ]);
  });

  it('stops when it is aborted', async () => {
    const aborter = new AbortController();
    aborter.abort(new Error('enough'));
    const imds = createFakeImds(sampleTree);

    await expect(readMetadata(imds, { signal: aborter.signal })).rejects.toThrow('enough');

    expect(imds.asked).toEqual([]);
  });
});
