export { decode } from './decode.ts';
export { initialNetwork, type InitialNetworkOptions, SMALLEST_INITIAL } from './initial-network.ts';
export {
  type Access,
  accesses,
  anyPorts,
  type Endpoint,
  endpointServices,
  type EndpointService,
  type Group,
  type Listener,
  type LoadBalancer,
  type NatMode,
  natModes,
  type NetworkFile,
  type PathRule,
  type Pin,
  type PortRange,
  type Protocol,
  type Rule,
  type Tier,
} from './network-file.ts';
export { loadBalancerName, targetGroupName } from './names.ts';
export { parseNetwork } from './parse-network.ts';
export { compareZones, defaultZones, zoneNumber, zonePrefix } from './zones.ts';
