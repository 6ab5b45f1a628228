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
import type { Thing } from './things.ts';
import { vpcElements } from './vpcs.ts';

/** The elements of a thing in the response of its describe action, except its tags. */
export function thingElements(thing: Thing, network: RegionNetwork): XmlElements {
  switch (thing.kind) {
    case 'vpc':
      return vpcElements(thing, network);
    case 'subnet':
      return subnetElements(thing, network);
    case 'internet-gateway':
      return internetGatewayElements(thing, network);
    case 'egress-only-internet-gateway':
      return egressOnlyElements(thing);
    case 'elastic-ip':
      return addressElements(thing, network);
    case 'natgateway':
      return natGatewayElements(thing, network);
    case 'route-table':
      return routeTableElements(thing, network);
    case 'security-group':
      return groupElements(thing, network);
    case 'vpc-endpoint':
      return endpointElements(thing, network);
    case 'network-acl':
      return aclElements(thing, network);
    case 'network-interface':
      return interfaceElements(thing, network);
    case 'vpc-peering-connection':
      return peeringElements(thing);
  }
}
