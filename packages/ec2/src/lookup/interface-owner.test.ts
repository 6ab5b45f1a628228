import { expect, test } from 'vitest';
import { ownerText, toInterfaceFacts } from './interface-owner.ts';

const ownerOf = (found: object) => ownerText(toInterfaceFacts(found, { region: 'us-east-1' }));

test.each([
  ['ELB app/shop-web/50dc6c495c0c9188', 'a load balancer (shop-web)'],
  ['ELB net/edge/1a2b', 'a load balancer (edge)'],
  ['ELB old-classic', 'a load balancer (old-classic)'],
  ['Interface for NAT Gateway nat-0123456789abcdef0', 'a NAT gateway (nat-0123456789abcdef0)'],
  ['VPC Endpoint Interface vpce-0123456789abcdef0', 'a VPC endpoint (vpce-0123456789abcdef0)'],
  ['AWS Lambda VPC ENI-load-stock-6a01c1b5-1c8b-4b8b-9d6a-0123456789ab', 'a Lambda function (load-stock)'],
  ['Amazon EKS shop', 'the control plane of an EKS cluster (shop)'],
  ['RDSNetworkInterface', 'a database or cache (RDSNetworkInterface)'],
  ['EFS mount target for fs-01234567 (fsmt-89abcdef)', 'a file system of Amazon EFS (fs-01234567)'],
])('%s', (Description, text) => {
  expect(ownerOf({ Description, InterfaceType: 'interface', Status: 'in-use' })).toBe(text);
});

test.each([
  [{ InterfaceType: 'network_load_balancer' }, 'a load balancer'],
  [{ InterfaceType: 'nat_gateway', TagSet: [{ Key: 'Name', Value: 'out' }] }, 'a NAT gateway (out)'],
  [{ InterfaceType: 'interface', Status: 'available' }, 'nothing: it is not attached'],
  [
    { InterfaceType: 'quicksight', Description: 'QuickSight', Status: 'in-use' },
    'another service (QuickSight)',
  ],
])('%o', (found, text) => {
  expect(ownerOf(found)).toBe(text);
});
