import { Route53Client } from '@aws-sdk/client-route-53';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';
import { refuseForeignAnswers } from '../foreign-answers.ts';

/** A client of Route 53, which is global in a partition; the region determines which one. It never retries: the wrappers do. */
export function createRoute53Client(settings: ConnectionSettings = {}): Route53Client {
  return refuseForeignAnswers(new Route53Client(serviceConfig('route53', settings)));
}
