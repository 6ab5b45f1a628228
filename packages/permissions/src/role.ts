import type { RolePolicies } from '@groundcrew/aws/iam';
import { type ConditionContext, type NamedPolicy, type PolicySet, readPolicy } from '@groundcrew/iam';

/**
 * The policies of a role, read.
 *
 * @throws GroundcrewError `iam.policy.malformed`: a policy uses what this version does not know
 */
export function policySetOf({ inline, attached, boundary }: RolePolicies): PolicySet {
  const read =
    (kind: string) =>
    ({ name, text }: { readonly name: string; readonly text: string }): NamedPolicy => ({
      name: `${kind} ${name}`,
      policy: readPolicy(text, `"${name}"`),
    });
  return {
    identity: [...inline.map(read('inline policy')), ...attached.map(read('managed policy'))],
    ...(boundary && { boundary: read('permissions boundary')(boundary) }),
  };
}

/** What requests of a role have in common: the keys of the principal ("AWS global condition context keys"). */
export function principalContext({ arn, tags }: RolePolicies): ConditionContext['values'] {
  return {
    'aws:PrincipalArn': [arn],
    'aws:PrincipalAccount': [arn.split(':')[4] ?? ''],
    'aws:PrincipalType': ['AssumedRole'],
    // A role has no user name.
    'aws:username': [],
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, [value]])),
  };
}
