import {
  GetHostedZoneCommand,
  ListHealthChecksCommand,
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createRoute53Client, createRoute53Zones } from './index.ts';

const mock = mockClient(Route53Client);
afterAll(() => mock.restore());
beforeEach(() => mock.reset());

const zones = createRoute53Zones({
  client: createRoute53Client({ region: 'eu-west-1' }),
  limiter: { take: async () => undefined, throttled: () => undefined },
  sleep: async () => undefined,
});

test('records are paged by name, type and identifier', async () => {
  const www = { Name: 'www.example.com.', Type: 'A', SetIdentifier: 'blue' } as const;
  const next = {
    StartRecordName: www.Name,
    StartRecordType: www.Type,
    StartRecordIdentifier: www.SetIdentifier,
  };
  mock
    .on(ListResourceRecordSetsCommand, { HostedZoneId: 'Z1', MaxItems: 300 })
    .resolves({
      ResourceRecordSets: [{ Name: 'example.com.', Type: 'SOA' }],
      IsTruncated: true,
      NextRecordName: www.Name,
      NextRecordType: www.Type,
      NextRecordIdentifier: www.SetIdentifier,
      MaxItems: 300,
    })
    .on(ListResourceRecordSetsCommand, { HostedZoneId: 'Z1', ...next })
    .resolves({ ResourceRecordSets: [www], IsTruncated: false, MaxItems: 300 });
  const { ResourceRecordSets } = await zones.records('Z1');
  expect(ResourceRecordSets).toMatchObject([{ Type: 'SOA' }, { SetIdentifier: 'blue' }]);
});

test('the pages of hosted zones are one answer', async () => {
  const page = { Marker: '', MaxItems: 100, IsTruncated: false };
  mock
    .on(ListHostedZonesCommand, { MaxItems: 100 })
    .resolves({
      ...page,
      HostedZones: [{ Id: '/hostedzone/Z1', Name: 'a.', CallerReference: 'c' }],
      IsTruncated: true,
      NextMarker: 'Z2',
    })
    .on(ListHostedZonesCommand, { Marker: 'Z2' })
    .resolves({ ...page, HostedZones: [{ Id: '/hostedzone/Z2', Name: 'b.', CallerReference: 'c' }] });
  expect(await zones.hostedZones()).toMatchObject({
    HostedZones: [{ Id: '/hostedzone/Z1' }, { Id: '/hostedzone/Z2' }],
  });
});

test('an answer that is cut off without a marker of its next page is refused', async () => {
  mock
    .on(ListHostedZonesCommand)
    .resolves({ HostedZones: [], Marker: '', MaxItems: 100, IsTruncated: true })
    .on(ListHealthChecksCommand)
    .resolves({ HealthChecks: [], Marker: '', MaxItems: 100, IsTruncated: true, NextMarker: '' })
    .on(ListResourceRecordSetsCommand)
    .resolves({ ResourceRecordSets: [], MaxItems: 300, IsTruncated: true });
  const refusal = (action: string, marker: string) => ({
    code: 'aws-route53.list-failed',
    fault: 'service',
    message: expect.stringMatching(new RegExp(`to ${action} has "IsTruncated": true and no ${marker}, `)),
    details: { permission: `route53:${action}` },
  });
  await expect(zones.hostedZones()).rejects.toMatchObject(refusal('ListHostedZones', 'NextMarker'));
  await expect(zones.healthChecks()).rejects.toMatchObject(refusal('ListHealthChecks', 'NextMarker'));
  await expect(zones.records('Z1')).rejects.toMatchObject(
    refusal('ListResourceRecordSets', 'NextRecordName'),
  );
});

test('a refusal has the permission that the call needs', async () => {
  mock.on(GetHostedZoneCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDenied' }));
  await expect(zones.hostedZone('Z1')).rejects.toMatchObject({
    code: 'aws-route53.list-failed',
    details: { reason: 'access-denied', permission: 'route53:GetHostedZone' },
  });
});
