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
    `<privateDnsName>${plain(network?.privateDnsName ?? '')}</privateDnsName><dnsName>${plain(network?.publicDnsName ?? '')}</dnsName>` +
    `<reason>${transitionReasonOf(instance)}</reason>` +
    (instance.keyName === undefined ? '' : `<keyName>${plain(instance.keyName)}</keyName>`) +
    `<amiLaunchIndex>${instance.launchIndex}</amiLaunchIndex><productCodes/>` +
    `<instanceType>${plain(instance.type)}</instanceType><launchTime>${launchTime}</launchTime>` +
    `<placement><availabilityZone>${plain(instance.zone)}</availabilityZone><availabilityZoneId>${plain(instance.zoneId)}</availabilityZoneId><groupName/><tenancy>default</tenancy></placement>` +
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
      : `<instanceLifecycle>${plain(instance.lifecycle)}</instanceLifecycle>`) +
    (instance.spotRequestId === undefined
      ? ''
      : `<spotInstanceRequestId>${plain(instance.spotRequestId)}</spotInstanceRequestId>`) +
    '<ebsOptimized>true</ebsOptimized><enaSupport>true</enaSupport>' +
    '<capacityReservationSpecification><capacityReservationPreference>open</capacityReservationPreference></capacityReservationSpecification>' +
    `<hibernationOptions><configured>${instance.hibernation}</configured></hibernationOptions><enclaveOptions><enabled>false</enabled></enclaveOptions>` +
    `<metadataOptions><state>applied</state><httpTokens>${instance.imdsv2}</httpTokens><httpPutResponseHopLimit>2</httpPutResponseHopLimit><httpEndpoint>enabled</httpEndpoint><httpProtocolIpv6>disabled</httpProtocolIpv6><instanceMetadataTags>${instance.metadataTags ? 'enabled' : 'disabled'}</instanceMetadataTags></metadataOptions>` +
    `<platformDetails>${plain(instance.platformDetails)}</platformDetails><usageOperation>RunInstances${isWindows ? ':0002' : ''}</usageOperation><usageOperationUpdateTime>${launchTime}</usageOperationUpdateTime>` +
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

function placeXml({ vpcId, subnetId, privateIps, publicIps: [publicIp], ipv6 }: NetworkDetails): string {
  return (
    `<subnetId>${plain(subnetId)}</subnetId><vpcId>${plain(vpcId)}</vpcId><privateIpAddress>${privateIps[0]}</privateIpAddress>` +
    (publicIp === undefined ? '' : `<ipAddress>${publicIp}</ipAddress>`) +
    (ipv6.length === 0 ? '' : `<ipv6Address>${ipv6[0]}</ipv6Address>`) +
    '<sourceDestCheck>true</sourceDestCheck>'
  );
}

function interfaceXml(network: NetworkDetails, { accountId, launchTime }: InstanceDetails): string {
  const { privateDnsName, publicIps, publicDnsName, privateIps, ipv6 } = network;
  const associationOf = (index: number) => {
    const publicIp = publicIps[index];
    if (publicIp === undefined) return '';
    const dnsName = index === 0 ? `<publicDnsName>${plain(publicDnsName ?? '')}</publicDnsName>` : '';
    return `<association><publicIp>${publicIp}</publicIp>${dnsName}<ipOwnerId>amazon</ipOwnerId></association>`;
  };
  const addresses = privateIps
    .map(
      (address, index) =>
        `<item><privateIpAddress>${address}</privateIpAddress>${index === 0 ? `<privateDnsName>${plain(privateDnsName)}</privateDnsName><primary>true</primary>` : '<primary>false</primary>'}${associationOf(index)}</item>`,
    )
    .join('');
  if (network.interfaceId === undefined) return '<networkInterfaceSet/>';
  return (
    `<networkInterfaceSet><item><networkInterfaceId>${network.interfaceId}</networkInterfaceId><subnetId>${plain(network.subnetId)}</subnetId><vpcId>${plain(network.vpcId)}</vpcId>` +
    `<description/><ownerId>${accountId}</ownerId><status>in-use</status><macAddress>${network.macAddress}</macAddress>` +
    `<privateIpAddress>${privateIps[0]}</privateIpAddress><privateDnsName>${plain(privateDnsName)}</privateDnsName><sourceDestCheck>true</sourceDestCheck>` +
    `<groupSet>${groupsXml(network)}</groupSet>` +
    `<attachment><attachmentId>${network.attachmentId}</attachmentId><deviceIndex>0</deviceIndex><status>attached</status><attachTime>${launchTime}</attachTime><deleteOnTermination>true</deleteOnTermination><networkCardIndex>0</networkCardIndex></attachment>` +
    associationOf(0) +
    `<privateIpAddressesSet>${addresses}</privateIpAddressesSet>` +
    `<ipv6AddressesSet>${ipv6.map((address) => `<item><ipv6Address>${address}</ipv6Address><isPrimaryIpv6>false</isPrimaryIpv6></item>`).join('')}</ipv6AddressesSet>` +
    '<interfaceType>interface</interfaceType><operator><managed>false</managed></operator></item></networkInterfaceSet>'
  );
}

function volumeXml(instance: InstanceDetails): string {
  const { rootVolumeId, launchTime } = instance;
  if (rootVolumeId === undefined) return '';
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
