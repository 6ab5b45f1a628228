import { sleep } from '@groundcrew/async';
import { createEc2Client, createEc2Limiters, createEc2Networks } from '@groundcrew/aws/ec2';
import { createElbBalancers, createElbClient, createElbLimiters } from '@groundcrew/aws/elbv2';
import { createRoute53Client, createRoute53Limiters, createRoute53Zones } from '@groundcrew/aws/route53';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import type { NetworkClients } from './answers.ts';

/** Where a limiter is for one account and one region alone, its names do not matter. */
const HERE = '';

/**
 * The clients of one account in one region, for one run.
 *
 * @param connection with the region and the credentials of the account
 */
export function createNetworkClients(
  connection: ConnectionSettings,
  clock: { readonly now: () => number; readonly sleep?: typeof sleep },
): NetworkClients & { close(): void } {
  const settings = { sleep, ...clock };
  const ec2 = createEc2Client(connection);
  const elb = createElbClient(connection);
  const route53 = createRoute53Client(connection);
  return {
    ec2: createEc2Networks({ client: ec2, limiter: createEc2Limiters(settings)(HERE, HERE) }),
    elb: createElbBalancers({ client: elb, limiter: createElbLimiters(settings)(HERE, HERE) }),
    route53: createRoute53Zones({ client: route53, limiter: createRoute53Limiters(settings)(HERE, HERE) }),
    close() {
      for (const client of [ec2, elb, route53]) client.destroy();
    },
  };
}
