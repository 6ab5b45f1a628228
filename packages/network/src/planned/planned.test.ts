import { expect, test } from 'vitest';
import { planAddresses } from '../addresses/index.ts';
import { emptyState } from '../desired/index.ts';
import { initialNetwork, parseNetwork } from '../file/index.ts';
import { isLost } from '../trace/index.ts';
import { reasonSentence } from '../trace/reason-sentence.ts';
import { checkPlanned, plannedFailures, plannedItems, plannedModels, survivePlanned } from './index.ts';

function planned(change: (text: string) => string = (text) => text) {
  const file = parseNetwork(change(initialNetwork()), { file: 'network.yaml' });
  return { file, models: plannedModels(file, plannedItems(file, planAddresses(file, {}), emptyState)) };
}

function checked(change?: (text: string) => string) {
  const { file, models } = planned(change);
  return checkPlanned(file, models).map(({ path, holds, reason }) => ({
    path: path.text,
    holds,
    why: reason && holds !== 'yes' ? reasonSentence(reason) : undefined,
  }));
}

const withPath = (path: string) => (text: string) =>
  text.replace('  - never internet -> db:*', `  - ${path}`);

test('the paths of a new file hold before anything is made', () => {
  expect(checked().map(({ holds }) => holds)).toEqual(['yes', 'yes', 'yes', 'yes']);
});

test('a group that lets the load balancer in on another port is seen', () => {
  const [www] = checked((text) => text.replace('from: www, ports: 8080', 'from: www, ports: 8090'));
  expect(www).toMatchObject({ holds: 'no' });
  expect(www!.why).toMatch(/^No inbound rule of shop-web on web@10\.20\.\d+\.\d+ allows it\.$/);
});

test('a tier without a route to the internet is seen', () => {
  expect(checked(withPath('db -> internet:443')).at(-1)).toMatchObject({
    holds: 'no',
    why: expect.stringContaining('has no route for it'),
  });
});

test('a group that may be in any tier holds in part only where the tiers differ', () => {
  const anywhere = (text: string) => withPath('db -> internet:443')(text).replace('    tier: data\n', '');
  expect(checked(anywhere).at(-1)).toMatchObject({ holds: 'in-part' });
});

test('a tier that no group is in is traced with the default group, which lets nobody in', () => {
  expect(checked(withPath('internet -> public:22')).at(-1)).toMatchObject({ holds: 'no' });
  expect(checked(withPath('public -> internet:443')).at(-1)).toMatchObject({ holds: 'yes' });
});

test('a rule for one address is not one for all of a group', () => {
  const rule = '{ from: web, ports: 8081 }';
  const one = (text: string) => text.replace(rule, '{ from: 10.20.0.9/32, ports: 8081 }');
  expect(planned(one).models.length).toBeGreaterThan(1);
  expect(checked(one)[1]).toMatchObject({ path: 'web -> app:8081', holds: 'in-part' });
});

test('one NAT gateway for two zones is a path that the failure of its zone takes away', () => {
  const withNat = (nat: string) => (text: string) =>
    withPath('private -> internet:443')(text).replace('nat: one', `nat: ${nat}`);
  const lost = (nat: string) => {
    const { file, models } = planned(withNat(nat));
    return survivePlanned(file, models, plannedFailures(models[0]))
      .filter(({ paths }) => paths.some(isLost))
      .map(({ failure }) => failure.id);
  };
  expect(lost('one')).toEqual(['apne2-az1', 'shop-nat-apne2-az1']);
  expect(lost('per-zone')).toEqual(['shop-nat-apne2-az1', 'shop-nat-apne2-az2']);
  expect(lost('regional')).toEqual(['shop-nat-regional']);
});
