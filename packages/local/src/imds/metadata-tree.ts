import { createHash } from 'node:crypto';
import type { InstanceDetails, NetworkDetails } from '../account/index.ts';
import { isoSeconds, type NoticeState } from './notices.ts';
import type { MetadataDirectory } from './tree.ts';

const SIX_HOURS_MS = 21_600_000;

/**
 * All metadata of an instance (EC2 user guide, "Use instance metadata to manage your
 * EC2 instance": the categories). An instance without a network interface has no network data.
 */
export function metadataTree(
  instance: InstanceDetails,
  notices: NoticeState,
  nowMs: number,
): MetadataDirectory {
  const { network, profile } = instance;
  return {
    dynamic: { 'instance-identity': identity(instance) },
    'meta-data': {
      'ami-id': instance.imageId,
      'ami-launch-index': String(instance.launchIndex),
      'ami-manifest-path': '(unknown)',
      autoscaling: directory({ 'target-lifecycle-state': notices.targetState }),
      'block-device-mapping': { ami: '/dev/xvda', root: '/dev/xvda' },
      events: {
        maintenance: { history: pretty(notices.history), scheduled: pretty(notices.scheduled) },
        recommendations: directory({ rebalance: notices.rebalance && pretty(notices.rebalance) }),
      },
      iam: profile && role(profile, nowMs),
      'instance-action': 'none',
      'instance-id': instance.id,
      'instance-life-cycle': instance.lifecycle,
      'instance-type': instance.type,
      ...(network && topOfNetwork(network, instance)),
      placement: {
        'availability-zone': instance.zone,
        'availability-zone-id': instance.zoneId,
        region: instance.region,
      },
      profile: 'default-hvm',
      'reservation-id': instance.reservationId,
      services: { domain: 'amazonaws.com', partition: 'aws' },
      spot: directory({
        'instance-action': notices.spot && JSON.stringify(notices.spot),
        'termination-time': notices.spot?.action === 'terminate' ? notices.spot.time : undefined,
      }),
      tags: instance.metadataTags ? { instance: instance.tags } : undefined,
    },
    'user-data': instance.userData,
  };
}

function topOfNetwork(network: NetworkDetails, instance: InstanceDetails): MetadataDirectory {
  return {
    hostname: network.privateDnsName,
    ipv6: network.ipv6[0],
    'local-hostname': network.privateDnsName,
    'local-ipv4': network.privateIps[0],
    mac: network.macAddress,
    network: { interfaces: { macs: { [network.macAddress]: networkInterface(network, instance) } } },
    'public-hostname': network.publicDnsName,
    'public-ipv4': network.publicIps[0],
    'security-groups': lines(network.securityGroups.map(({ name }) => name)),
  };
}

function networkInterface(network: NetworkDetails, { accountId }: InstanceDetails): MetadataDirectory {
  const { publicIps, privateIps, securityGroups } = network;
  const [publicIp] = publicIps;
  return {
    'device-number': '0',
    'interface-id': network.interfaceId,
    'ipv4-associations': publicIp === undefined ? undefined : { [publicIp]: privateIps[0] },
    ipv6s: lines(network.ipv6),
    'local-hostname': network.privateDnsName,
    'local-ipv4s': lines(privateIps),
    mac: network.macAddress,
    'network-card': '0',
    'owner-id': accountId,
    'public-hostname': network.publicDnsName,
    'public-ipv4s': publicIp,
    'security-group-ids': lines(securityGroups.map(({ id }) => id)),
    'security-groups': lines(securityGroups.map(({ name }) => name)),
    'subnet-id': network.subnetId,
    'subnet-ipv4-cidr-block': network.subnetCidr,
    'vpc-id': network.vpcId,
    'vpc-ipv4-cidr-block': network.vpcCidr,
    'vpc-ipv4-cidr-blocks': network.vpcCidr,
  };
}

/** Credentials that only the embedded AWS accepts. */
function role({ name, arn, id }: NonNullable<InstanceDetails['profile']>, nowMs: number): MetadataDirectory {
  const LastUpdated = isoSeconds(nowMs);
  return {
    info: pretty({
      Code: 'Success',
      LastUpdated,
      InstanceProfileArn: arn,
      InstanceProfileId: id,
    }),
    'security-credentials': {
      [name]: pretty({
        Code: 'Success',
        LastUpdated,
        Type: 'AWS-HMAC',
        AccessKeyId: 'local',
        SecretAccessKey: 'local',
        Token: 'local',
        Expiration: isoSeconds(nowMs + SIX_HOURS_MS),
      }),
    },
  };
}

/** The document is as AWS writes it; its signatures have the right form but can't be verified. */
function identity(instance: InstanceDetails): MetadataDirectory {
  const document = pretty({
    accountId: instance.accountId,
    architecture: instance.architecture,
    availabilityZone: instance.zone,
    billingProducts: null,
    devpayProductCodes: null,
    marketplaceProductCodes: null,
    imageId: instance.imageId,
    instanceId: instance.id,
    instanceType: instance.type,
    kernelId: null,
    pendingTime: isoSeconds(Date.parse(instance.launchTime)),
    privateIp: instance.network?.privateIps[0] ?? null,
    ramdiskId: null,
    region: instance.region,
    version: '2017-09-30',
  });
  const sign = (kind: string) => createHash('sha512').update(kind).update(document).digest('base64');
  return { document, pkcs7: sign('pkcs7'), rsa2048: sign('rsa2048'), signature: sign('signature') };
}

/** `undefined` if it would be empty: the service doesn't list empty categories. */
function directory(entries: MetadataDirectory): MetadataDirectory | undefined {
  return Object.values(entries).some((node) => node !== undefined) ? entries : undefined;
}

function lines(values: readonly string[]): string | undefined {
  return values.length === 0 ? undefined : values.join('\n');
}

function pretty(document: unknown): string {
  return JSON.stringify(document, undefined, 2);
}
