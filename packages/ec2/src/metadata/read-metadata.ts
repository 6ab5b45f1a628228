import { createConcurrencyLimiter } from '@groundcrew/async';
import type { Imds } from '@groundcrew/aws/imds';
import type { InstanceFacts, Lifecycle, Notices } from '../instance.ts';
import { tryParseInstanceType } from '../instance-type/index.ts';
import { readIdentity } from './identity.ts';
import { noticeKinds, readNotice } from './notice-sources.ts';
import { parseProfileArn } from './parse.ts';
import { readInterfaces } from './read-interfaces.ts';
import { readTags } from './read-tags.ts';

/** Concurrent requests: enough to hide the latency, few enough for a service with a packet limit (1,024 a second). */
const MAX_CONCURRENT_REQUESTS = 8;

export interface ReadMetadataOptions {
  readonly signal?: AbortSignal;
}

/**
 * Reads the facts of the instance: some twenty requests, and one for each further network interface's lists and each tag.
 * Values that the service doesn't have (404) are `null`.
 *
 * @throws GroundcrewError `fleet.metadata.no-identity`, `fleet.metadata.unreadable`, and those of `imds`
 */
export async function readMetadata(imds: Imds, { signal }: ReadMetadataOptions = {}): Promise<InstanceFacts> {
  const failing = new AbortController();
  const asked = bounded(imds, signal ? AbortSignal.any([signal, failing.signal]) : failing.signal);
  try {
    return await readAll(asked);
  } catch (error) {
    // The caller has its result: no request continues in the background.
    failing.abort(error);
    throw error;
  }
}

async function readAll(imds: BoundedImds): Promise<InstanceFacts> {
  const value = async (path: string) => (await imds.get(`meta-data/${path}`))?.trim() || null;
  // First alone: without a service, one request is enough to find out; and it gets the token.
  const identity = await readIdentity(imds);
  const [zoneId, lifecycle, privateDnsName, publicDnsName, network, tags, role, profileArn, notices] =
    await Promise.all([
      value('placement/availability-zone-id'),
      value('instance-life-cycle'),
      value('local-hostname'),
      value('public-hostname'),
      readInterfaces(imds),
      readTags(imds),
      readRole(imds),
      readProfileArn(imds),
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
  };
}

type BoundedImds = Pick<Imds, 'get' | 'list' | 'endpoint'>;

/** `imds` with a limited concurrency, until `signal`. */
function bounded(imds: Imds, signal: AbortSignal): BoundedImds {
  const limit = createConcurrencyLimiter(MAX_CONCURRENT_REQUESTS);
  const ask = <Answer>(request: () => Promise<Answer>) =>
    limit(() => {
      signal.throwIfAborted();
      return request();
    });
  return {
    endpoint: imds.endpoint,
    get: (path) => ask(() => imds.get(path, { signal })),
    list: (path) => ask(() => imds.list(path, { signal })),
  };
}

async function readRole(imds: BoundedImds): Promise<string | null> {
  const [role] = (await imds.list('meta-data/iam/security-credentials/')) ?? [];
  return role || null;
}

async function readProfileArn(imds: BoundedImds): Promise<string | null> {
  const path = 'meta-data/iam/info';
  const text = await imds.get(path);
  return text === undefined ? null : parseProfileArn(path, text);
}

async function readNotices(imds: BoundedImds): Promise<Notices> {
  const parts = await Promise.all(noticeKinds.map((kind) => readNotice(imds, kind)));
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
