import type { InstanceDetails, NetworkDetails } from '../account/index.ts';
import { type Filter, unknownFilter } from './filter.ts';
import { hasEnded, rootDeviceOf, stateCodeOf, stateReasonOf, transitionReasonOf } from './instance-xml.ts';

type ValuesOf = (instance: InstanceDetails) => readonly string[];

/** Values that all instances share. */
const always =
  (value: string): ValuesOf =>
  () => [value];
const one = (value: string | undefined): readonly string[] => (value === undefined ? [] : [value]);
const ofNetwork =
  (valuesOf: (network: NetworkDetails) => readonly string[]): ValuesOf =>
  ({ network }) =>
    network ? valuesOf(network) : [];

const groupIds = ofNetwork(({ securityGroups }) => securityGroups.map(({ id }) => id));
const groupNames = ofNetwork(({ securityGroups }) => securityGroups.map(({ name }) => name));
const publicIp = ofNetwork(({ publicIps }) => publicIps.slice(0, 1));
const publicIps = ofNetwork((network) => network.publicIps);
const publicDnsName = ofNetwork((network) => one(network.publicDnsName));
const privateIp = ofNetwork(({ privateIps }) => privateIps.slice(0, 1));
const privateDnsName = ofNetwork((network) => [network.privateDnsName]);
const ipv6 = ofNetwork((network) => network.ipv6);
const subnetId = ofNetwork((network) => [network.subnetId]);
const vpcId = ofNetwork((network) => [network.vpcId]);

/** The filters of DescribeInstances (EC2 API reference) on the properties supported here. */
const filters: ReadonlyMap<string, ValuesOf> = new Map<string, ValuesOf>([
  ['architecture', ({ architecture }) => [architecture]],
  ['availability-zone', ({ zone }) => [zone]],
  ['availability-zone-id', ({ zoneId }) => [zoneId]],
  ['block-device-mapping.device-name', (instance) => (instance.network ? [rootDeviceOf(instance)] : [])],
  ['block-device-mapping.volume-id', ({ network, rootVolumeId }) => (network ? one(rootVolumeId) : [])],
  ['client-token', ({ clientToken }) => [clientToken]],
  ['dns-name', publicDnsName],
  ['hypervisor', always('xen')],
  ['iam-instance-profile.arn', ({ profile }) => one(profile?.arn)],
  ['iam-instance-profile.id', ({ profile }) => one(profile?.id)],
  ['iam-instance-profile.name', ({ profile }) => one(profile?.name)],
  ['image-id', ({ imageId }) => [imageId]],
  ['instance-id', ({ id }) => [id]],
  ['instance-lifecycle', ({ lifecycle }) => (lifecycle === 'on-demand' ? [] : [lifecycle])],
  ['instance-state-code', ({ state }) => [String(stateCodeOf(state))]],
  ['instance-state-name', ({ state }) => [state]],
  ['instance-type', ({ type }) => [type]],
  ['instance.group-id', groupIds],
  ['instance.group-name', groupNames],
  ['ip-address', publicIp],
  ['ipv6-address', ipv6],
  ['key-name', ({ keyName }) => one(keyName)],
  ['launch-index', ({ launchIndex }) => [String(launchIndex)]],
  ['launch-time', ({ launchTime }) => [launchTime]],
  ['metadata-options.http-endpoint', always('enabled')],
  ['metadata-options.http-tokens', ({ imdsv2 }) => [imdsv2]],
  ['metadata-options.instance-metadata-tags', ({ metadataTags }) => [metadataTags ? 'enabled' : 'disabled']],
  ['monitoring-state', always('disabled')],
  ['network-interface.addresses.association.public-ip', publicIps],
  ['network-interface.addresses.private-ip-address', ofNetwork(({ privateIps }) => privateIps)],
  ['network-interface.association.public-ip', publicIp],
  ['network-interface.group-id', groupIds],
  ['network-interface.group-name', groupNames],
  ['network-interface.ipv6-addresses.ipv6-address', ipv6],
  ['network-interface.mac-address', ofNetwork(({ macAddress }) => [macAddress])],
  ['network-interface.network-interface-id', ofNetwork(({ interfaceId }) => one(interfaceId))],
  ['network-interface.private-dns-name', privateDnsName],
  ['network-interface.private-ip-address', privateIp],
  ['network-interface.public-dns-name', publicDnsName],
  ['network-interface.subnet-id', subnetId],
  ['network-interface.vpc-id', vpcId],
  ['owner-id', ({ accountId }) => [accountId]],
  ['platform', ({ platform }) => (platform === 'windows' ? ['windows'] : [])],
  ['platform-details', ({ platformDetails }) => [platformDetails]],
  ['private-dns-name', privateDnsName],
  ['private-ip-address', privateIp],
  ['reason', (instance) => one(transitionReasonOf(instance) || undefined)],
  ['reservation-id', ({ reservationId }) => [reservationId]],
  ['root-device-name', (instance) => [rootDeviceOf(instance)]],
  ['root-device-type', ({ rootDevice }) => [rootDevice]],
  ['spot-instance-request-id', ({ spotRequestId }) => one(spotRequestId)],
  ['state-reason-code', (instance) => (hasEnded(instance) ? [stateReasonOf(instance)] : [])],
  ['subnet-id', subnetId],
  ['tag-key', ({ tags }) => Object.keys(tags)],
  ['tag-value', ({ tags }) => Object.values(tags)],
  ['tenancy', always('default')],
  ['virtualization-type', always('hvm')],
  ['vpc-id', vpcId],
]);

/**
 * Whether an instance passes all of the filters.
 *
 * @throws AwsError `InvalidParameterValue`: unknown filter.
 */
export function instanceMatcher(filters: readonly Filter[]): (instance: InstanceDetails) => boolean {
  const checks = filters.map((filter) => ({ filter, valuesOf: valuesOf(filter.name) }));
  return (instance) => checks.every(({ filter, valuesOf }) => filter.matches(valuesOf(instance)));
}

function valuesOf(name: string): ValuesOf {
  if (name.startsWith('tag:')) {
    const key = name.slice('tag:'.length);
    return ({ tags }) => (Object.hasOwn(tags, key) ? [tags[key]!] : []);
  }
  const found = filters.get(name);
  if (!found) throw unknownFilter(name);
  return found;
}
