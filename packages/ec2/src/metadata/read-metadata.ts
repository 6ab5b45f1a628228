import type { Imds } from '@groundcrew/aws/imds';
import { isGroundcrewError } from '@groundcrew/errors';
import type { InstanceFacts, Lifecycle, Notices } from '../instance.ts';
import { tryParseInstanceType } from '../instance-type/index.ts';
import { IDENTITY_PATH, readIdentity } from './identity.ts';
import { noticeKinds, readNotice } from './notice-sources.ts';
import { type IdentityDocument, parseProfileArn } from './parse.ts';
import { readInterfaces } from './read-interfaces.ts';
import { readTags } from './read-tags.ts';
import { createTolerantReader, type TolerantReader } from './tolerant-reader.ts';

export interface ReadMetadataOptions {
  readonly signal?: AbortSignal;
}

/**
 * Reads the facts of the instance: some twenty requests, and one for each further network interface's lists and each tag.
 * Values that the service doesn't have (404) are `null`; those that could not be read are in `unread`, with the reason.
 *
 * @throws GroundcrewError if there is no such service, or its identity document can't be read:
 * `fleet.metadata.no-identity`, `fleet.metadata.unreadable`, and those of `imds`
 */
export async function readMetadata(
  service: Imds,
  { signal }: ReadMetadataOptions = {},
): Promise<InstanceFacts> {
  signal?.throwIfAborted();
  const imds = createTolerantReader(service, signal);
  const identity = await readIdentityOrParts(service, imds, signal);
  const value = async (path: string) => (await imds.get(`meta-data/${path}`))?.trim() || null;
  const [zoneId, lifecycle, privateDnsName, publicDnsName, network, tags, role, profileArn, notices] =
    await Promise.all([
      value('placement/availability-zone-id'),
      value('instance-life-cycle'),
      value('local-hostname'),
      value('public-hostname'),
      readInterfaces(imds),
      imds.parsed(() => readTags(imds), null),
      readRole(imds),
      imds.parsed(() => readProfileArn(imds), null),
      readNotices(imds),
    ]);
  return {
    source: 'imds',
    name: tags?.Name ?? null,
    instanceId: identity.instanceId,
    accountId: identity.accountId,
    region: identity.region,
    availabilityZone: identity.availabilityZone,
    availabilityZoneId: zoneId,
    state: null,
    instanceType: identity.instanceType,
    type: tryParseInstanceType(identity.instanceType),
    imageId: identity.imageId,
    launchTime: identity.pendingTime,
    lifecycle: toLifecycle(lifecycle),
    platform: null,
    keyName: null,
    imdsv2: null,
    spotRequestId: null,
    launchTemplate: null,
    privateIpv4:
      network.privateIpv4.length === 0 && identity.privateIp !== null
        ? [identity.privateIp]
        : network.privateIpv4,
    publicIpv4: network.publicIpv4,
    ipv6: network.ipv6,
    privateDnsName,
    publicDnsName,
    macAddress: network.macAddress,
    vpcId: network.vpcId,
    subnetId: network.subnetId,
    securityGroups: network.securityGroups,
    instanceProfileArn: profileArn,
    role,
    tags,
    notices,
    ...(imds.unread.length > 0 && { unread: imds.unread }),
  };
}

/** Failures of one document, where the rest may be read. */
const failuresOfPath = new Set([
  'fleet.metadata.unreadable',
  'imds.bad-answer',
  'imds.forbidden',
  'imds.slow',
  'imds.unavailable',
]);

/**
 * The identity document; if there is a service and only this can't be read, the same values from other paths, except for the
 * account.
 */
async function readIdentityOrParts(
  service: Imds,
  imds: TolerantReader,
  signal: AbortSignal | undefined,
): Promise<IdentityDocument> {
  try {
    // First alone: without a service, one request is enough to find out; and it gets the token.
    return await readIdentity(service, signal ? { signal } : {});
  } catch (error) {
    signal?.throwIfAborted();
    if (!isGroundcrewError(error) || !failuresOfPath.has(error.code)) throw error;
    const value = async (path: string) => (await imds.get(`meta-data/${path}`))?.trim() || null;
    const instanceId = await value('instance-id');
    if (instanceId === null) throw error;
    imds.failed(IDENTITY_PATH, error);
    const [region, instanceType, imageId, availabilityZone, privateIp] = await Promise.all(
      ['placement/region', 'instance-type', 'ami-id', 'placement/availability-zone', 'local-ipv4'].map(value),
    );
    if (!region || !instanceType) throw error;
    return {
      instanceId,
      region,
      instanceType,
      imageId: imageId ?? null,
      availabilityZone: availabilityZone ?? null,
      privateIp: privateIp ?? null,
      accountId: null,
      pendingTime: null,
    };
  }
}

async function readRole(imds: TolerantReader): Promise<string | null> {
  const [role] = (await imds.list('meta-data/iam/security-credentials/')) ?? [];
  return role || null;
}

async function readProfileArn(imds: TolerantReader): Promise<string | null> {
  const path = 'meta-data/iam/info';
  const text = await imds.get(path);
  return text === undefined ? null : parseProfileArn(path, text);
}

async function readNotices(imds: TolerantReader): Promise<Notices> {
  const parts = await Promise.all(noticeKinds.map((kind) => imds.parsed(() => readNotice(imds, kind), {})));
  const nothing: Notices = { spotAction: null, rebalance: null, maintenance: [], autoScalingState: null };
  return Object.assign(nothing, ...parts) as Notices;
}

function toLifecycle(text: string | null): Lifecycle | null {
  switch (text) {
    case 'on-demand':
    case 'spot':
    case 'scheduled':
    case 'capacity-block':
      return text;
    default:
      return null;
  }
}
