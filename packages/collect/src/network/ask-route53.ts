import type { OwnNetwork } from './answers.ts';
import { type Gatherer, itemsOf, lastOf, textOf, type Wanted } from './gather.ts';

const zonesList: Wanted = {
  path: 'hosted-zones',
  permission: 'route53:ListHostedZones',
  ask: ({ route53 }, options) => route53.hostedZones(options),
};

const recordsOf = (id: string): Wanted => ({
  path: `records-${id}`,
  permission: 'route53:ListResourceRecordSets',
  ask: ({ route53 }, options) => route53.records(id, options),
});

/** Route 53 has no observations of these (API reference, "GetHealthCheckStatus"). */
const unobserved: ReadonlySet<string> = new Set(['CALCULATED', 'CLOUDWATCH_METRIC', 'RECOVERY_CONTROL']);

/**
 * What Route 53 has of a network for a plan: records of the zones of the file that are there; of all, if they may lead to what is
 * its own.
 */
export async function askRecords(
  { ask }: Gatherer,
  { hostedZones }: OwnNetwork,
  hasBalancers: boolean,
): Promise<void> {
  const [listed] = hasBalancers || hostedZones.length > 0 ? await ask([zonesList]) : [];
  const all = itemsOf(listed, 'HostedZones').map((zone) => lastOf(textOf(zone, 'Id')));
  const ofFile = listed ? hostedZones.filter((id) => all.includes(id)) : hostedZones;
  await ask([...new Set([...ofFile, ...(hasBalancers ? all : [])])].map(recordsOf));
}

/**
 * What Route 53 has of networks for traces. The calls of all clients of an account share one small bucket, so the VPCs of
 * public zones, which have none, and the status of checks that no record uses are not asked.
 */
export async function askRoute53({ ask }: Gatherer): Promise<void> {
  const [listed, listedChecks] = await ask([
    zonesList,
    {
      path: 'health-checks',
      permission: 'route53:ListHealthChecks',
      ask: ({ route53 }, options) => route53.healthChecks(options),
    },
  ]);
  const zones = itemsOf(listed, 'HostedZones').map((zone) => ({
    id: lastOf(textOf(zone, 'Id')),
    isPrivate: (zone['Config'] as { PrivateZone?: boolean } | undefined)?.PrivateZone === true,
  }));
  await ask(
    zones
      .filter(({ isPrivate }) => isPrivate)
      .map(({ id }): Wanted => ({
        path: `zone-${id}`,
        permission: 'route53:GetHostedZone',
        ask: ({ route53 }, options) => route53.hostedZone(id, options),
      })),
  );
  const records = await ask(zones.map(({ id }) => recordsOf(id)));
  const used = new Set(
    records
      .flatMap((answer) => itemsOf(answer, 'ResourceRecordSets'))
      .map((record) => textOf(record, 'HealthCheckId')),
  );
  const checks = itemsOf(listedChecks, 'HealthChecks').filter((check) => {
    const type = (check['HealthCheckConfig'] as { Type?: string } | undefined)?.Type ?? '';
    return used.has(textOf(check, 'Id')) && !unobserved.has(type);
  });
  await ask(
    checks
      .map((check) => textOf(check, 'Id'))
      .map((id): Wanted => ({
        path: `status-${id}`,
        permission: 'route53:GetHealthCheckStatus',
        ask: ({ route53 }, options) => route53.healthCheckStatus(id, options),
      })),
  );
}
