import {
  GetHealthCheckStatusCommand,
  GetHostedZoneCommand,
  ListHealthChecksCommand,
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
  type RRType,
} from '@aws-sdk/client-route-53';
import { collectPages, createCall, pages } from '@groundcrew/aws-core';
import { GroundcrewError } from '@groundcrew/errors';
import type { CallOptions, SendOptions } from '../call.ts';
import { withPermission } from '../with-permission.ts';
import { createAsk, type ServiceAnswer, wholeList } from '../service-answer.ts';
import type { Route53Settings } from './settings.ts';

/**
 * What Route 53 answers, all pages of an answer put together.
 *
 * Each call throws GroundcrewError `aws-route53.list-failed`, with `details.permission`, the IAM action.
 */
export interface Route53Zones {
  hostedZones(options?: CallOptions): Promise<ServiceAnswer>;
  healthChecks(options?: CallOptions): Promise<ServiceAnswer>;
  /** `HostedZone` and `VPCs`; the VPCs of a private one. */
  hostedZone(id: string, options?: CallOptions): Promise<ServiceAnswer>;
  records(hostedZone: string, options?: CallOptions): Promise<ServiceAnswer>;
  /** `HealthCheckObservations`; Route 53 refuses it of calculated checks and of alarms. */
  healthCheckStatus(id: string, options?: CallOptions): Promise<ServiceAnswer>;
}

/** Route 53 API reference, MaxItems of "ListHostedZones" and "ListHealthChecks". */
const ITEMS_PER_PAGE = 100;
/** The same of "ListResourceRecordSets". */
const RECORDS_PER_PAGE = 300;

interface RecordsPage {
  readonly StartRecordName: string;
  readonly StartRecordType?: RRType;
  readonly StartRecordIdentifier?: string;
}

interface Marked {
  readonly IsTruncated?: boolean | undefined;
  readonly NextMarker?: string | undefined;
}

/** There are more pages, and nothing to ask for them with: what was read is not all. */
function truncated(action: string, marker: string): never {
  throw withPermission(
    `route53:${action}`,
    new GroundcrewError(
      'aws-route53.list-failed',
      `could not read hosted zones: the answer to ${action} has "IsTruncated": true and no ${marker}, so that its next page cannot be read; try again`,
      { fault: 'service', details: { reason: 'unknown' } },
    ),
  );
}

/** A factory of its own: what changes records needs none of it. */
export function createRoute53Zones({ client, ...settings }: Route53Settings): Route53Zones {
  const ask = createAsk(createCall(settings), {
    service: 'route53',
    bucket: 'any',
    code: 'aws-route53.list-failed',
    doing: 'read hosted zones',
  });

  const marked = (
    action: string,
    key: string,
    options: CallOptions,
    send: (page: { MaxItems: number; Marker?: string }, options: SendOptions) => Promise<Marked>,
  ): Promise<ServiceAnswer> =>
    wholeList(
      key,
      (Marker) => {
        const page = { MaxItems: ITEMS_PER_PAGE, ...(Marker !== undefined && { Marker }) };
        return ask(action, options, (sending) => send(page, sending));
      },
      ({ IsTruncated, NextMarker }) =>
        IsTruncated ? NextMarker || truncated(action, 'NextMarker') : undefined,
    );

  return {
    hostedZones: (options = {}) =>
      marked('ListHostedZones', 'HostedZones', options, (page, sending) =>
        client.send(new ListHostedZonesCommand(page), sending),
      ),
    healthChecks: (options = {}) =>
      marked('ListHealthChecks', 'HealthChecks', options, (page, sending) =>
        client.send(new ListHealthChecksCommand(page), sending),
      ),
    async hostedZone(Id, options = {}) {
      const { HostedZone, VPCs = [] } = await ask('GetHostedZone', options, (sending) =>
        client.send(new GetHostedZoneCommand({ Id }), sending),
      );
      return HostedZone === undefined ? {} : { HostedZone, VPCs };
    },
    async records(HostedZoneId, options = {}) {
      const ResourceRecordSets = await collectPages(
        pages(async (page: RecordsPage | undefined) => {
          const answer = await ask('ListResourceRecordSets', options, (sending) =>
            client.send(
              new ListResourceRecordSetsCommand({ HostedZoneId, MaxItems: RECORDS_PER_PAGE, ...page }),
              sending,
            ),
          );
          const { IsTruncated, NextRecordName, NextRecordType, NextRecordIdentifier } = answer;
          return {
            items: answer.ResourceRecordSets ?? [],
            next: IsTruncated
              ? {
                  StartRecordName: NextRecordName || truncated('ListResourceRecordSets', 'NextRecordName'),
                  ...(NextRecordType !== undefined && { StartRecordType: NextRecordType }),
                  ...(NextRecordIdentifier !== undefined && { StartRecordIdentifier: NextRecordIdentifier }),
                }
              : undefined,
          };
        }),
      );
      return { ResourceRecordSets };
    },
    async healthCheckStatus(HealthCheckId, options = {}) {
      const { HealthCheckObservations = [] } = await ask('GetHealthCheckStatus', options, (sending) =>
        client.send(new GetHealthCheckStatusCommand({ HealthCheckId }), sending),
      );
      return { HealthCheckObservations };
    },
  };
}
