import { createHash } from 'node:crypto';
import type { ImdsInstance } from './instance.ts';
import { isoSeconds, type NoticeState } from './notices.ts';
import type { MetadataDirectory } from './tree.ts';

const SIX_HOURS_MS = 21_600_000;

/**
 * Everything that the metadata service tells of an instance (EC2 user guide, "Use instance metadata to manage your
 * EC2 instance": the categories).
 */
export function metadataTree(instance: ImdsInstance, notices: NoticeState, nowMs: number): MetadataDirectory {
  return {
    dynamic: { 'instance-identity': identity(instance) },
    'meta-data': {
      'ami-id': instance.imageId,
      'ami-launch-index': '0',
      'ami-manifest-path': '(unknown)',
      autoscaling: directory({ 'target-lifecycle-state': notices.targetState }),
      'block-device-mapping': { ami: '/dev/xvda', root: '/dev/xvda' },
      events: {
        maintenance: { history: pretty(notices.history), scheduled: pretty(notices.scheduled) },
        recommendations: directory({ rebalance: notices.rebalance && pretty(notices.rebalance) }),
      },
      hostname: instance.privateDnsName,
      iam: instance.profile === null ? undefined : role(instance, instance.profile, nowMs),
      'instance-action': 'none',
      'instance-id': instance.instanceId,
      'instance-life-cycle': instance.lifecycle,
      'instance-type': instance.instanceType,
      ipv6: instance.ipv6[0],
      'local-hostname': instance.privateDnsName,
      'local-ipv4': instance.privateIps[0],
      mac: instance.macAddress,
      network: { interfaces: { macs: { [instance.macAddress]: networkInterface(instance) } } },
      placement: {
        'availability-zone': instance.availabilityZone,
        'availability-zone-id': instance.availabilityZoneId,
        region: instance.region,
      },
      profile: 'default-hvm',
      'public-hostname': instance.publicDnsName ?? undefined,
      'public-ipv4': instance.publicIp ?? undefined,
      'reservation-id': instance.reservationId,
      'security-groups': lines(instance.securityGroups.map(({ name }) => name)),
      services: { domain: 'amazonaws.com', partition: 'aws' },
      spot: directory({
        'instance-action': notices.spot && JSON.stringify(notices.spot),
        'termination-time': notices.spot?.action === 'terminate' ? notices.spot.time : undefined,
      }),
      tags: instance.metadataTags ? { instance: instance.tags } : undefined,
    },
    'user-data': instance.userData ?? undefined,
  };
}

function networkInterface(instance: ImdsInstance): MetadataDirectory {
  const { publicIp, privateIps, securityGroups } = instance;
  return {
    'device-number': '0',
    'interface-id': instance.networkInterfaceId,
    'ipv4-associations': publicIp === null ? undefined : { [publicIp]: privateIps[0] },
    ipv6s: lines(instance.ipv6),
    'local-hostname': instance.privateDnsName,
    'local-ipv4s': lines(privateIps),
    mac: instance.macAddress,
    'network-card': '0',
    'owner-id': instance.accountId,
    'public-hostname': instance.publicDnsName ?? undefined,
    'public-ipv4s': publicIp ?? undefined,
    'security-group-ids': lines(securityGroups.map(({ id }) => id)),
    'security-groups': lines(securityGroups.map(({ name }) => name)),
    'subnet-id': instance.subnetId,
    'vpc-id': instance.vpcId,
  };
}

/** Credentials as the embedded AWS takes them; they open nothing else. */
function role({ accountId }: ImdsInstance, profile: string, nowMs: number): MetadataDirectory {
  const LastUpdated = isoSeconds(nowMs);
  return {
    info: pretty({
      Code: 'Success',
      LastUpdated,
      InstanceProfileArn: `arn:aws:iam::${accountId}:instance-profile/${profile}`,
      InstanceProfileId: `AIPA${digest(accountId, profile).toString('hex').slice(0, 17).toUpperCase()}`,
    }),
    'security-credentials': {
      [profile]: pretty({
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

/** The document is as AWS writes it; its signatures are of their form and verify against nothing. */
function identity(instance: ImdsInstance): MetadataDirectory {
  const document = pretty({
    accountId: instance.accountId,
    architecture: instance.architecture,
    availabilityZone: instance.availabilityZone,
    billingProducts: null,
    devpayProductCodes: null,
    marketplaceProductCodes: null,
    imageId: instance.imageId,
    instanceId: instance.instanceId,
    instanceType: instance.instanceType,
    kernelId: null,
    pendingTime: isoSeconds(instance.launchTimeMs),
    privateIp: instance.privateIps[0] ?? null,
    ramdiskId: null,
    region: instance.region,
    version: '2017-09-30',
  });
  const seal = (kind: string) => digest(kind, document).toString('base64');
  return { document, pkcs7: seal('pkcs7'), rsa2048: seal('rsa2048'), signature: seal('signature') };
}

function digest(...parts: readonly string[]): Buffer {
  return createHash('sha512').update(parts.join('\0')).digest();
}

/** `undefined` where it would be empty: the service doesn't list what it has nothing in. */
function directory(entries: MetadataDirectory): MetadataDirectory | undefined {
  return Object.values(entries).some((node) => node !== undefined) ? entries : undefined;
}

function lines(values: readonly string[]): string | undefined {
  return values.length === 0 ? undefined : values.join('\n');
}

function pretty(document: unknown): string {
  return JSON.stringify(document, undefined, 2);
}
