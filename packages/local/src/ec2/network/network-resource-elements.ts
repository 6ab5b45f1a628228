import type { XmlElements } from '../../xml.ts';
import { aclElements } from './acls.ts';
import { addressElements } from './addresses.ts';
import { endpointElements } from './endpoints.ts';
import { egressOnlyElements, internetGatewayElements } from './gateways.ts';
import { groupElements } from './groups.ts';
import { interfaceElements } from './interfaces.ts';
import { natGatewayElements } from './nat-gateways.ts';
import { peeringElements } from './peerings.ts';
import type { RegionNetwork } from './region-network.ts';
import { routeTableElements } from './route-tables.ts';
import { subnetElements } from './subnets.ts';
import type { NetworkResource } from './network-resources.ts';
import { vpcElements } from './vpcs.ts';

/** The elements of a resource in the response of its describe action, except its tags. */
export function networkResourceElements(resource: NetworkResource, network: RegionNetwork): XmlElements {
  switch (resource.kind) {
    case 'vpc':
      return vpcElements(resource, network);
    case 'subnet':
      return subnetElements(resource, network);
    case 'internet-gateway':
      return internetGatewayElements(resource, network);
    case 'egress-only-internet-gateway':
      return egressOnlyElements(resource);
    case 'elastic-ip':
      return addressElements(resource, network);
    case 'natgateway':
      return natGatewayElements(resource, network);
    case 'route-table':
      return routeTableElements(resource, network);
    case 'security-group':
      return groupElements(resource, network);
    case 'vpc-endpoint':
      return endpointElements(resource, network);
    case 'network-acl':
      return aclElements(resource, network);
    case 'network-interface':
      return interfaceElements(resource, network);
    case 'vpc-peering-connection':
      return peeringElements(resource);
  }
}
