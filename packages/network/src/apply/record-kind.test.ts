import { expect, test } from 'vitest';
import type { Item } from '../desired/index.ts';
import type { LookUp } from './network-calls.ts';
import { recordKind } from './record-kind.ts';

const arn = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/www/1';

/** A hosted zone that has one alias record, as Route 53 answers it. */
function lookingAt(recordName: string, aliasName: string): LookUp {
  const record = { Name: recordName, Type: 'A', AliasTarget: { DNSName: aliasName } };
  return {
    calls: {
      route53: { ListResourceRecordSets: () => Promise.resolve({ ResourceRecordSets: [record] }) },
      elb: {
        DescribeLoadBalancers: () => Promise.resolve({ LoadBalancers: [{ DNSName: 'www-1.elb.example' }] }),
      },
    },
    ids: new Map([['load-balancer:www', arn]]),
    once: (_: string, ask: () => Promise<unknown>) => ask(),
  } as unknown as LookUp;
}

const itemOf = (recordName: string): Item => ({
  kind: 'record',
  key: `record:Z1/${recordName}/A`,
  name: `${recordName} A`,
  props: { hostedZone: 'Z1', recordName, recordType: 'A' },
  refs: { target: 'load-balancer:www' },
});

test.each([
  ['www.example.com', 'www.example.com.', 'WWW-1.elb.example.', true],
  ['*.example.com', '\\052.example.com.', 'dualstack.www-1.elb.example.', true],
  ['www.example.com', 'www.example.com.', 'other-1.elb.example.', false],
])('the record %s is found as Route 53 answers it: %s to %s', async (wanted, name, alias, isAsWanted) => {
  expect(await recordKind.find(itemOf(wanted), lookingAt(name, alias))).toMatchObject({ isAsWanted });
});

test('a record of another name is not taken for it', async () => {
  const look = lookingAt('www.example.com.', 'www-1.elb.example.');
  expect(await recordKind.find(itemOf('dualstack.www.example.com'), look)).toBeUndefined();
});
