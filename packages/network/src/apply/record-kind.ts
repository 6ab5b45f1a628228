import type { ChangeAction, ResourceRecordSet, RRType } from '@groundcrew/aws/route53';
import { GroundcrewError } from '@groundcrew/errors';
import { type Item, textOf } from '../desired/item.ts';
import type { KindCalls } from './kind-calls.ts';
import type { LookUp, Making } from './network-calls.ts';
import { knownRef, refId } from './references.ts';
import { balancerHost, plainName } from '../model/index.ts';

async function recordOf(item: Item, { calls, once, signal }: LookUp): Promise<ResourceRecordSet | undefined> {
  const [zone, name, type] = [
    textOf(item, 'hostedZone'),
    textOf(item, 'recordName'),
    textOf(item, 'recordType'),
  ];
  const { ResourceRecordSets = [] } = await once(`record ${zone} ${name} ${type}`, () =>
    calls.route53.ListResourceRecordSets(
      {
        HostedZoneId: zone,
        StartRecordName: name,
        StartRecordType: type as RRType,
        MaxItems: 1,
      },
      { signal },
    ),
  );
  return ResourceRecordSets.find(
    (each) => plainName(each.Name ?? '') === plainName(name) && each.Type === type,
  );
}

async function targetOf(item: Item, { calls, once, signal, ...look }: LookUp) {
  const arn = knownRef(item, 'target', look);
  if (arn === undefined) return undefined;
  const { LoadBalancers = [] } = await once(`load-balancer ${arn}`, () =>
    calls.elb.DescribeLoadBalancers({ LoadBalancerArns: [arn] }, { signal }),
  );
  return LoadBalancers[0];
}

async function change(
  Action: ChangeAction,
  item: Item,
  making: Making,
  set: ResourceRecordSet,
): Promise<void> {
  await making.calls.route53.ChangeResourceRecordSets(
    {
      HostedZoneId: textOf(item, 'hostedZone'),
      ChangeBatch: { Changes: [{ Action, ResourceRecordSet: set }] },
    },
    { signal: making.signal },
  );
}

async function wantedSet(item: Item, making: Making): Promise<ResourceRecordSet> {
  const target = await targetOf(item, { ...making, once: (_, ask) => ask() });
  if (!target?.DNSName || !target.CanonicalHostedZoneId) {
    throw new GroundcrewError(
      'network.apply.no-id',
      `${item.key} refers to load balancer ${refId(item, 'target', making)}, which has no DNS name`,
      { fault: 'service' },
    );
  }
  return {
    Name: textOf(item, 'recordName'),
    Type: textOf(item, 'recordType') as RRType,
    AliasTarget: {
      DNSName: target.DNSName,
      HostedZoneId: target.CanonicalHostedZoneId,
      EvaluateTargetHealth: false,
    },
  };
}

/** Alias records of load balancers. Whose a record is shows only where it leads to. */
export const recordKind: KindCalls = {
  async find(item, look) {
    const record = await recordOf(item, look);
    if (!record) return undefined;
    const target = await targetOf(item, look).catch((error: unknown) => {
      // Its load balancer is not there any more, or not visible yet: then it does not lead to it.
      if (error instanceof GroundcrewError && error.details.awsError === 'LoadBalancerNotFoundException')
        return undefined;
      throw error;
    });
    const isAsWanted =
      target !== undefined &&
      record.AliasTarget !== undefined &&
      target.DNSName !== undefined &&
      balancerHost(record.AliasTarget.DNSName ?? '') === balancerHost(target.DNSName) &&
      record.SetIdentifier === undefined;
    return { id: '', isAsWanted, values: {} };
  },
  async make(item, making, existing) {
    if (!existing) await change('CREATE', item, making, await wantedSet(item, making));
    return '';
  },
  async update(_, after, __, ___, making) {
    await change('UPSERT', after, making, await wantedSet(after, making));
  },
  async remove(item, _, making) {
    // A record is deleted only as it is.
    const record = await recordOf(item, { ...making, once: (__, ask) => ask() });
    if (record) await change('DELETE', item, making, record);
  },
};
