import { ChangeResourceRecordSetsCommand, ListResourceRecordSetsCommand } from '@aws-sdk/client-route-53';
import { createChangingCalls } from '../changing-calls.ts';
import type { Operations } from '../operations.ts';
import type { Route53Settings } from './settings.ts';

const changing = { ChangeResourceRecordSets: ChangeResourceRecordSetsCommand } as const;
const reading = { ListResourceRecordSets: ListResourceRecordSetsCommand } as const;

/**
 * The calls that make, change, remove and look up records, with the inputs and outputs of the SDK. One that changes
 * something is sent once.
 *
 * Each throws GroundcrewError `aws-route53.change-failed` or `aws-route53.list-failed`, with `details.awsError`.
 */
export type Route53Calls = Operations<typeof changing> & Operations<typeof reading>;

/** A factory of its own: what only reads records needs none of it. */
export function createRoute53Calls(settings: Route53Settings): Route53Calls {
  return createChangingCalls(settings, {
    service: 'route53',
    changing: { commands: changing, bucket: 'any', code: 'aws-route53.change-failed' },
    reading: { commands: reading, bucket: 'any', code: 'aws-route53.list-failed' },
  });
}
