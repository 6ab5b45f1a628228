import { expect, test } from 'vitest';
import { planAddresses } from '../addresses/index.ts';
import { cidr } from '../cidr/index.ts';
import { initialNetwork, parseNetwork } from '../file/index.ts';
import { applyChange, emptyState, type NetworkState, planNetwork, readState, stateText } from './index.ts';

const region = 'ap-northeast-2';

test('a state is read as it was written', () => {
  const file = parseNetwork(initialNetwork(), { file: 'f' });
  let id = 0;
  const made = planNetwork(file, planAddresses(file), emptyState).changes.reduce(
    (state, change) => applyChange(state, change, () => `id-${(id += 1)}`),
    emptyState,
  );
  const state: NetworkState = {
    ...made,
    usage: { vpcs: 2 },
    quotas: { addresses: 9 },
    zones: ['apne2-az1', 'apne2-az2'],
    zonesWithoutNat: ['apne2-az4'],
    hostedZones: { Z1: 'example.com' },
    foreign: ['group:x'],
    strangers: [{ id: 'subnet-9', zone: 'apne2-az1', cidr: cidr('10.20.255.0/28') }],
    strangeRules: ['sgr-1 of sg-1 (shop-web)'],
    others: [{ what: 'vpc-9', cidr: cidr('10.30.0.0/16') }],
  };
  expect(readState(stateText(state, region), 'f', region)).toEqual(state);
});

const state = (more: object) =>
  JSON.stringify({ format: 'groundcrew-network-state/1', region, items: [], ...more });
const item = { kind: 'vpc', key: 'vpc', name: 'a', id: 'vpc-1', props: { cidr: '10.0.0.0/16' }, refs: {} };

test.each([
  ['{', 'JSON'],
  ['[]', 'the state is not an object'],
  ['{}', 'format is not groundcrew-network-state/1'],
  [state({ region: 'eu-west-1' }), 'region is "eu-west-1", and the network is in ap-northeast-2'],
  [state({ items: {} }), 'items is not a list'],
  [state({ items: [{ ...item, kind: 'vpcs' }] }), 'items[0].kind "vpcs" is not one of vpc,'],
  [state({ items: [{ ...item, id: undefined }] }), 'items[0].id is not a text'],
  [state({ items: [{ ...item, props: { cidr: '10.0.0.1/16' } }] }), 'does not begin at its own /16'],
  [state({ items: [item, item] }), 'vpc is there a second time'],
  [state({ items: [{ ...item, refs: { x: 'y' } }] }), 'vpc refers to y, which is not in items'],
  [state({ quota: { vpcs: 9 } }), '"quota" is unknown; there are format, region, items'],
  [state({ usage: { vpc: 1 } }), 'usage.vpc is unknown'],
  [state({ quotas: { vpcs: -1 } }), 'quotas.vpcs is not a whole number'],
])('%s is refused', (text, expected) => {
  expect(() => readState(text, 'f', region)).toThrow(expected);
});
