import { type DnsRecord, type HostedZone, plainName } from '../model/index.ts';
import { type Fields, flag, list, numberAt, object, optional, text } from './fields.ts';

/** Answers of Route 53 as the AWS CLI prints them (`aws route53 …`). */

export function readHostedZone(zone: Fields, scope: string): HostedZone {
  const config = object(zone, 'Config');
  return {
    id: zoneId(text(zone, 'Id')),
    scope,
    domain: plainName(text(zone, 'Name')),
    isPrivate: config !== undefined && flag(config, 'PrivateZone'),
  };
}

export function zoneId(id: string): string {
  return id.replace(/^\/hostedzone\//, '');
}

export function readRecord(record: Fields): DnsRecord {
  const alias = object(record, 'AliasTarget');
  const failover = optional(record, 'Failover');
  const weight = numberAt(record, 'Weight');
  const setId = optional(record, 'SetIdentifier');
  const healthCheck = optional(record, 'HealthCheckId');
  const byClient = ['Region', 'GeoLocation', 'CidrRoutingConfig', 'GeoProximityLocation'].find(
    (key) => record.value[key] !== undefined && record.value[key] !== null,
  );
  return {
    name: plainName(text(record, 'Name')),
    type: text(record, 'Type'),
    values: list(record, 'ResourceRecords').map((each) => text(each, 'Value')),
    ...(alias && {
      alias: {
        name: plainName(text(alias, 'DNSName')),
        zone: optional(alias, 'HostedZoneId') ?? '',
        evaluatesHealth: flag(alias, 'EvaluateTargetHealth'),
      },
    }),
    ...(setId !== undefined && { setId }),
    ...(weight !== undefined && { weight }),
    ...((failover === 'PRIMARY' || failover === 'SECONDARY') && { failover }),
    ...(flag(record, 'MultiValueAnswer') && { isMultiValue: true }),
    ...(byClient !== undefined && { byClient }),
    ...(healthCheck !== undefined && { healthCheck }),
  };
}

/**
 * Healthy if more than 18 % of the checkers report it. AWS documentation: "How Amazon Route 53 determines whether a health check
 * is healthy".
 */
export function isHealthy(observations: readonly Fields[]): boolean | undefined {
  if (observations.length === 0) return undefined;
  const good = observations.filter((each) => {
    const report = object(each, 'StatusReport');
    return (report && optional(report, 'Status'))?.startsWith('Success') ?? false;
  });
  return good.length > observations.length * 0.18;
}
