import type { Form } from '../form.ts';
import type { AccountRegion } from '../resource-registry/index.ts';
import type { BalancerContext } from './context.ts';
import { invalidConfiguration } from './errors.ts';

/**
 * The security groups of a request; without any an Application Load Balancer gets the default one of its VPC, and a Network
 * Load Balancer none.
 *
 * @throws AwsError `InvalidConfigurationRequest` for one that does not exist, or is of another VPC
 */
export function readGroups(
  form: Form,
  { type, vpcId }: { readonly type: string; readonly vpcId: string },
  scope: AccountRegion,
  { network }: Pick<BalancerContext, 'network'>,
): readonly string[] {
  const groups = [...new Set(form.texts('SecurityGroups.member'))];
  for (const id of groups) {
    const group = network.securityGroup(scope, id);
    if (!group || (group.vpcId !== undefined && group.vpcId !== vpcId))
      throw invalidConfiguration('One or more security groups are invalid');
  }
  if (groups.length > 0 || type !== 'application') return groups;
  const standard = network.defaultGroup(scope, vpcId);
  return standard === undefined ? [] : [standard];
}
