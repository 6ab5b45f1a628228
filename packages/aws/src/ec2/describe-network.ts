import {
  DescribeVpcAttributeCommand,
  DescribeVpcBlockPublicAccessOptionsCommand,
  GetManagedPrefixListEntriesCommand,
} from '@aws-sdk/client-ec2';
import { createCall } from '@groundcrew/aws-core';
import { type CallOptions, type SendOptions, sendOptions } from '../call.ts';
import { withPermission } from '../with-permission.ts';
import { type ServiceAnswer, wholeList } from '../service-answer.ts';
import { wrapEc2Error } from './errors.ts';
import { failureOf } from './failure.ts';
import { type NetworkList, type NetworkListName, networkLists, type NetworkPage } from './network-lists.ts';
import type { Ec2Settings } from './settings.ts';

/**
 * What EC2 answers about networks, all pages of an answer put together.
 *
 * Each call throws GroundcrewError `aws-ec2.describe-network-failed`, with `details.permission`, the IAM action.
 */
export interface Ec2Networks {
  /** A list of the whole region. */
  list(name: NetworkListName, options?: CallOptions): Promise<ServiceAnswer>;
  /** `VpcBlockPublicAccessOptions` of the account in the region. */
  blockPublicAccess(options?: CallOptions): Promise<ServiceAnswer>;
  /** `Entries` of a managed prefix list. */
  prefixListEntries(id: string, options?: CallOptions): Promise<ServiceAnswer>;
  /** `VpcId` and `EnableDnsHostnames`. */
  dnsHostnames(vpc: string, options?: CallOptions): Promise<ServiceAnswer>;
}

/** EC2 API reference, "GetManagedPrefixListEntries", MaxResults. */
const ENTRIES_PER_PAGE = 100;

/** A factory of its own: functions need none of it. */
export function createEc2Networks({ client, ...settings }: Ec2Settings): Ec2Networks {
  const call = createCall(settings);

  async function ask<Answer>(
    permission: string,
    { signal }: CallOptions,
    send: (options: SendOptions) => Promise<Answer>,
  ): Promise<Answer> {
    try {
      return await call('filtered', signal, () => send(sendOptions(signal)));
    } catch (error) {
      throw await failureOf(client, signal, (region) =>
        withPermission(
          permission,
          wrapEc2Error(error, {
            code: 'aws-ec2.describe-network-failed',
            doing: 'read the network',
            region,
          }),
        ),
      );
    }
  }

  const whole = (
    { key, permission, pageSize }: Pick<NetworkList, 'key' | 'permission' | 'pageSize'>,
    options: CallOptions,
    send: (page: NetworkPage, options: SendOptions) => Promise<object>,
  ): Promise<ServiceAnswer> =>
    wholeList(
      key,
      (NextToken) => {
        const page = {
          ...(pageSize > 0 && { MaxResults: pageSize }),
          ...(NextToken !== undefined && { NextToken }),
        };
        return ask(permission, options, (sending) => send(page, sending));
      },
      (answer) => 'NextToken' in answer && answer.NextToken,
    );

  return {
    list(name, options = {}) {
      const list: NetworkList = networkLists[name];
      return whole(list, options, (page, sending) => list.send(client, page, sending));
    },
    async blockPublicAccess(options = {}) {
      const { VpcBlockPublicAccessOptions } = await ask(
        'ec2:DescribeVpcBlockPublicAccessOptions',
        options,
        (sending) => client.send(new DescribeVpcBlockPublicAccessOptionsCommand({}), sending),
      );
      // Without it, what answers is not EC2: it is not known then.
      return VpcBlockPublicAccessOptions === undefined ? {} : { VpcBlockPublicAccessOptions };
    },
    prefixListEntries: (id, options = {}) =>
      whole(
        { key: 'Entries', permission: 'ec2:GetManagedPrefixListEntries', pageSize: ENTRIES_PER_PAGE },
        options,
        (page, sending) =>
          client.send(new GetManagedPrefixListEntriesCommand({ ...page, PrefixListId: id }), sending),
      ),
    async dnsHostnames(vpc, options = {}) {
      const { VpcId, EnableDnsHostnames } = await ask('ec2:DescribeVpcAttribute', options, (sending) =>
        client.send(
          new DescribeVpcAttributeCommand({ VpcId: vpc, Attribute: 'enableDnsHostnames' }),
          sending,
        ),
      );
      return { VpcId: VpcId ?? vpc, EnableDnsHostnames };
    },
  };
}
