import type { ItemKind } from '../desired/index.ts';
import { listenerKind, loadBalancerKind, targetGroupKind } from './balancer-kinds.ts';
import { groupKind, ruleKind } from './group-kinds.ts';
import type { KindCalls } from './kind-calls.ts';
import { recordKind } from './record-kind.ts';
import { associationKind, endpointKind, natGatewayKind, routeKind, routeTableKind } from './routing-kinds.ts';
import { addressKind, attachmentKind, egressOnlyKind, internetGatewayKind } from './gateway-kinds.ts';
import { subnetKind } from './subnet-kind.ts';
import { ipv6RangeKind, rangeKind, vpcKind } from './vpc-kinds.ts';

/** The calls of each kind. */
export const kindCalls: Readonly<Record<ItemKind, KindCalls>> = {
  vpc: vpcKind,
  'vpc-range': rangeKind,
  'ipv6-range': ipv6RangeKind,
  subnet: subnetKind,
  'internet-gateway': internetGatewayKind,
  'gateway-attachment': attachmentKind,
  'egress-only-gateway': egressOnlyKind,
  address: addressKind,
  'nat-gateway': natGatewayKind,
  'route-table': routeTableKind,
  route: routeKind,
  association: associationKind,
  endpoint: endpointKind,
  group: groupKind,
  rule: ruleKind,
  'load-balancer': loadBalancerKind,
  'target-group': targetGroupKind,
  listener: listenerKind,
  record: recordKind,
};
