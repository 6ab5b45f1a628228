import { expect, test } from 'vitest';
import { cidr, parseAddress } from '../cidr/index.ts';
import { createModel, emptyContent, modelParts, type NetworkInterface } from '../model/index.ts';
import { allPorts } from '../packets/index.ts';
import { findEnd, smallestChange } from './index.ts';

const scope = 'one';
const everywhere = { isEgress: true, protocol: -1, ports: allPorts } as const;

function interfaceAt(id: string, address: string, group: string): NetworkInterface {
  const addresses = [{ private: parseAddress(address)! }];
  return { id, scope, vpc: 'vpc-1', subnet: 'subnet-1', groups: [group], addresses, ipv6: [] };
}

/** Four clients of one group and a database, whose group lets nobody in. */
const model = createModel({
  ...emptyContent,
  scopes: [{ id: scope, parts: new Set(modelParts) }],
  vpcs: [{ id: 'vpc-1', scope, cidrs: [cidr('10.0.0.0/16')] }],
  subnets: [{ id: 'subnet-1', scope, vpc: 'vpc-1', zone: 'a', cidrs: [cidr('10.0.0.0/24')] }],
  securityGroups: ['sg-app', 'sg-db'].map((id) => ({
    id,
    scope,
    vpc: 'vpc-1',
    rules: [{ ...everywhere, peer: { kind: 'cidr', cidr: cidr('0.0.0.0/0') } }],
  })),
  interfaces: [
    ...[4, 5, 6, 7].map((host) => interfaceAt(`eni-app${host}`, `10.0.0.${host}`, 'sg-app')),
    interfaceAt('eni-db', '10.0.0.9', 'sg-db'),
  ],
});

test('what else a change opens is traced once for interfaces that are alike, and counted for all', () => {
  const question = {
    from: findEnd(model, 'eni-app4'),
    to: findEnd(model, 'eni-db'),
    ports: [5432, 5432] as const,
  };
  expect(smallestChange(model, question)).toMatchObject({
    edits: [{ kind: 'group-rule', group: 'sg-db', rule: { peer: { kind: 'group', group: 'sg-app' } } }],
    alsoOpens: [{ from: 'eni-app5', to: 'eni-db', before: 'blocked', after: 'reachable', alike: 2 }],
    notLookedAt: 0,
  });
});
