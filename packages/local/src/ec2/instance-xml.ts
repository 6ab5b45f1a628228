import type { InstanceDetails, NetworkDetails } from '../account/index.ts';
import { escapeXml } from '../xml.ts';

const stateCodes = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
} as const;

/** API reference of EC2, "InstanceState". */
export function stateCodeOf(state: InstanceDetails['state']): number {
  return stateCodes[state];
}

/** Whether an instance is stopped or terminated, or about to be. */
export function hasEnded({ state }: Pick<InstanceDetails, 'state'>): boolean {
  return state !== 'pending' && state !== 'running';
}

/** The reason for an instance's state; empty for running ones. */
export function transitionReasonOf(instance: InstanceDetails): string {
  if (!hasEnded(instance)) return '';
  // "Client.InternalError" is what an encrypted volume gives whose key may not be used: user guide, "Instance terminates
  // immediately".
  if (instance.hasFailed) return 'Client.InternalError: Client error on launch';
  return `User initiated (${(instance.stopTime ?? instance.launchTime).slice(0, 19).replace('T', ' ')} GMT)`;
}

/**
 * The `item` of an instance as DescribeInstances writes it. Written piece by piece: a response has a thousand of them.
 *
 * Rules: "Instance" of the EC2 API reference.
 */
export function instanceXml(instance: InstanceDetails): string {
  const { id, network, launchTime, platform, architecture } = instance;
  const isWindows = platform === 'windows';
  const tags = tagSetXml(instance.tags);
  return (
    `<item><instanceId>${id}</instanceId><imageId>${plain(instance.imageId)}</imageId>` +
    `<instanceState><code>${stateCodes[instance.state]}</code><name>${instance.state}</name></instanceState>` +
    `<privateDnsName>${network?.privateDnsName ?? ''}</privateDnsName><dnsName>${network?.publicDnsName ?? ''}</dnsName>` +
    `<reason>${transitionReasonOf(instance)}</reason>` +
    (instance.keyName === undefined ? '' : `<keyName>${plain(instance.keyName)}</keyName>`) +
    `<amiLaunchIndex>${instance.launchIndex}</amiLaunchIndex><productCodes/>` +
    `<instanceType>${instance.type}</instanceType><launchTime>${launchTime}</launchTime>` +
    `<placement><availabilityZone>${instance.zone}</availabilityZone><availabilityZoneId>${instance.zoneId}</availabilityZoneId><groupName/><tenancy>default</tenancy></placement>` +
    (isWindows ? '<platform>windows</platform>' : '') +
    '<monitoring><state>disabled</state></monitoring>' +
    (network ? placeXml(network) : '') +
    `<groupSet>${network ? groupsXml(network) : ''}</groupSet>` +
    (hasEnded(instance)
      ? `<stateReason><code>${stateReasonOf(instance)}</code><message>${stateReasonOf(instance)}: ${instance.hasFailed ? 'Client error on launch' : 'User initiated shutdown'}</message></stateReason>`
      : '') +
    `<architecture>${architecture}</architecture><rootDeviceType>${instance.rootDevice}</rootDeviceType><rootDeviceName>${rootDeviceOf(instance)}</rootDeviceName>` +
    `<blockDeviceMapping>${network ? volumeXml(instance) : ''}</blockDeviceMapping>` +
    '<virtualizationType>hvm</virtualizationType>' +
    `<clientToken>${instance.clientToken}</clientToken>` +
    (tags === '' ? '' : `<tagSet>${tags}</tagSet>`) +
    '<hypervisor>xen</hypervisor>' +
    (network ? interfaceXml(network, instance) : '<networkInterfaceSet/>') +
    (instance.profile
      ? `<iamInstanceProfile><arn>${plain(instance.profile.arn)}</arn><id>${instance.profile.id}</id></iamInstanceProfile>`
      : '') +
    (instance.lifecycle === 'on-demand'
      ? ''
      : `<instanceLifecycle>${instance.lifecycle}</instanceLifecycle>`) +
    (instance.spotRequestId === undefined
      ? ''
      : `<spotInstanceRequestId>${instance.spotRequestId}</spotInstanceRequestId>`) +
    '<ebsOptimized>true</ebsOptimized><enaSupport>true</enaSupport>' +
    '<capacityReservationSpecification><capacityReservationPreference>open</capacityReservationPreference></capacityReservationSpecification>' +
    `<hibernationOptions><configured>${instance.hibernation}</configured></hibernationOptions><enclaveOptions><enabled>false</enabled></enclaveOptions>` +
    `<metadataOptions><state>applied</state><httpTokens>required</httpTokens><httpPutResponseHopLimit>2</httpPutResponseHopLimit><httpEndpoint>enabled</httpEndpoint><httpProtocolIpv6>disabled</httpProtocolIpv6><instanceMetadataTags>${instance.metadataTags ? 'enabled' : 'disabled'}</instanceMetadataTags></metadataOptions>` +
    `<platformDetails>${isWindows ? 'Windows' : 'Linux/UNIX'}</platformDetails><usageOperation>RunInstances${isWindows ? ':0002' : ''}</usageOperation><usageOperationUpdateTime>${launchTime}</usageOperationUpdateTime>` +
    '<privateDnsNameOptions><hostnameType>ip-name</hostnameType><enableResourceNameDnsARecord>false</enableResourceNameDnsARecord><enableResourceNameDnsAAAARecord>false</enableResourceNameDnsAAAARecord></privateDnsNameOptions>' +
    '<maintenanceOptions><autoRecovery>default</autoRecovery><rebootMigration>default</rebootMigration></maintenanceOptions>' +
    `<currentInstanceBootMode>${architecture === 'arm64' ? 'uefi' : 'legacy-bios'}</currentInstanceBootMode>` +
    '<operator><managed>false</managed></operator></item>'
  );
}

/** The code of `StateReason`, of an instance that has ended. */
export function stateReasonOf({ hasFailed }: Pick<InstanceDetails, 'hasFailed'>): string {
  return hasFailed ? 'Client.InternalError' : 'Client.UserInitiatedShutdown';
}

function placeXml({ vpcId, subnetId, privateIps, publicIp, ipv6 }: NetworkDetails): string {
  return (
    `<subnetId>${plain(subnetId)}</subnetId><vpcId>${plain(vpcId)}</vpcId><privateIpAddress>${privateIps[0]}</privateIpAddress>` +
    (publicIp === undefined ? '' : `<ipAddress>${publicIp}</ipAddress>`) +
    (ipv6.length === 0 ? '' : `<ipv6Address>${ipv6[0]}</ipv6Address>`) +
    '<sourceDestCheck>true</sourceDestCheck>'
  );
}

function interfaceXml(network: NetworkDetails, { accountId, launchTime }: InstanceDetails): string {
  const { privateDnsName, publicIp, publicDnsName, privateIps, ipv6 } = network;
  const association =
    publicIp === undefined
      ? ''
      : `<association><publicIp>${publicIp}</publicIp><publicDnsName>${publicDnsName}</publicDnsName><ipOwnerId>amazon</ipOwnerId></association>`;
  const addresses = privateIps
    .map(
      (address, index) =>
        `<item><privateIpAddress>${address}</privateIpAddress>${index === 0 ? `<privateDnsName>${privateDnsName}</privateDnsName><primary>true</primary>${association}` : '<primary>false</primary>'}</item>`,
    )
    .join('');
  return (
    `<networkInterfaceSet><item><networkInterfaceId>${network.interfaceId}</networkInterfaceId><subnetId>${plain(network.subnetId)}</subnetId><vpcId>${plain(network.vpcId)}</vpcId>` +
    `<description/><ownerId>${accountId}</ownerId><status>in-use</status><macAddress>${network.macAddress}</macAddress>` +
    `<privateIpAddress>${privateIps[0]}</privateIpAddress><privateDnsName>${privateDnsName}</privateDnsName><sourceDestCheck>true</sourceDestCheck>` +
    `<groupSet>${groupsXml(network)}</groupSet>` +
    `<attachment><attachmentId>${network.attachmentId}</attachmentId><deviceIndex>0</deviceIndex><status>attached</status><attachTime>${launchTime}</attachTime><deleteOnTermination>true</deleteOnTermination><networkCardIndex>0</networkCardIndex></attachment>` +
    association +
    `<privateIpAddressesSet>${addresses}</privateIpAddressesSet>` +
    `<ipv6AddressesSet>${ipv6.map((address) => `<item><ipv6Address>${address}</ipv6Address><isPrimaryIpv6>false</isPrimaryIpv6></item>`).join('')}</ipv6AddressesSet>` +
    '<interfaceType>interface</interfaceType><operator><managed>false</managed></operator></item></networkInterfaceSet>'
  );
}

function volumeXml(instance: InstanceDetails): string {
  const { rootVolumeId, launchTime } = instance;
  return `<item><deviceName>${rootDeviceOf(instance)}</deviceName><ebs><volumeId>${rootVolumeId}</volumeId><status>attached</status><attachTime>${launchTime}</attachTime><deleteOnTermination>true</deleteOnTermination></ebs></item>`;
}

export function rootDeviceOf({ platform }: Pick<InstanceDetails, 'platform'>): string {
  return platform === 'windows' ? '/dev/sda1' : '/dev/xvda';
}

function groupsXml({ securityGroups }: NetworkDetails): string {
  return securityGroups
    .map(({ id, name }) => `<item><groupId>${id}</groupId><groupName>${plain(name)}</groupName></item>`)
    .join('');
}

function tagSetXml(tags: Readonly<Record<string, string>>): string {
  let xml = '';
  for (const key in tags) xml += `<item><key>${plain(key)}</key><value>${plain(tags[key]!)}</value></item>`;
  return xml;
}

/** Most texts need no escaping, and checking for that is faster. */
function plain(text: string): string {
  return /^[\w .:/@=+-]*$/.test(text) ? text : escapeXml(text);
}
