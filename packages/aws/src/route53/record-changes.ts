import { ChangeResourceRecordSetsCommand, ListResourceRecordSetsCommand } from '@aws-sdk/client-route-53';
import { createCall, isThrottle, wrapServiceError } from '@groundcrew/aws-core';
import { callService } from '../call.ts';
import { type AnySend, createOperations, type Operations } from '../operations.ts';
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
export function createRoute53Calls({ client, limiter, ...settings }: Route53Settings): Route53Calls {
  const call = createCall({ limiter, ...settings });
  const send = client.send.bind(client) as unknown as AnySend;
  const doing = (name: string) => `call route53:${name}`;
  return {
    ...createOperations(changing, async (name, command, { signal }) => {
      await limiter.take('any', signal);
      return await callService(
        signal,
        (options) => send(command, options),
        (error) => {
          if (isThrottle(error)) limiter.throttled('any');
          return wrapServiceError(error, { code: 'aws-route53.change-failed', doing: doing(name) });
        },
      );
    }),
    ...createOperations(reading, (name, command, { signal }) =>
      callService(
        signal,
        (options) => call('any', signal, () => send(command, options)),
        (error) => wrapServiceError(error, { code: 'aws-route53.list-failed', doing: doing(name) }),
      ),
    ),
  };
}
