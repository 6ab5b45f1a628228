import { DescribeInstanceInformationCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { collectPages, pages, wrapServiceError } from '@groundcrew/aws-core';
import { callService } from '../call.ts';

/** AWS Systems Manager API Reference, "DescribeInstanceInformation": MaxResults. */
const PAGE_SIZE = 50;

/**
 * Of these instances those that Systems Manager manages, with the state of their agents: `Online`, `ConnectionLost`, `Inactive`.
 *
 * @throws GroundcrewError `aws-ssm.describe-nodes-failed`; the signal's reason, if it is aborted
 */
export async function managedNodes(
  client: SSMClient,
  instanceIds: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const states = new Map<string, string>();
  for (let from = 0; from < instanceIds.length; from += PAGE_SIZE) {
    const Filters = [{ Key: 'InstanceIds', Values: instanceIds.slice(from, from + PAGE_SIZE) }];
    const ask = async (token: string | undefined) => {
      const command = new DescribeInstanceInformationCommand({
        Filters,
        MaxResults: PAGE_SIZE,
        ...(token !== undefined && { NextToken: token }),
      });
      const { InstanceInformationList = [], NextToken } = await callService(
        signal,
        (options) => client.send(command, options),
        (error) =>
          wrapServiceError(error, {
            code: 'aws-ssm.describe-nodes-failed',
            doing: 'ask Systems Manager which instances are online',
          }),
      );
      return { items: InstanceInformationList, next: NextToken || undefined };
    };
    for (const { InstanceId, PingStatus } of await collectPages(pages(ask))) {
      if (InstanceId !== undefined) states.set(InstanceId, PingStatus ?? 'unknown');
    }
  }
  return states;
}
