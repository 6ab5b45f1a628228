import { readFile } from 'node:fs/promises';
import { defineCommand, type ExitCode, exitCodes, orUsageError, usageError } from '@groundcrew/cli';
import { GroundcrewError, messageOf } from '@groundcrew/errors';
import { type ConditionContext, type NamedPolicy, type PolicySet, readPolicy } from '@groundcrew/iam';
import { type Explanation, explainAccess } from '@groundcrew/permissions/explain';
import { explainReport } from '@groundcrew/permissions/explain-report';
import { languageOption } from '../language-option.ts';
import { openConnection } from '../connection.ts';

export const command = defineCommand({
  description:
    'Shows whether policies allow an action on a resource, and which statement decides: an explicit deny first, then an ' +
    'explicit allow, and a deny otherwise. The policies are those of a role, its permissions boundary included, or of ' +
    'files. The exit code is 0 if it is allowed, 5 if it is denied, and 6 if it depends on condition keys whose values ' +
    'were not given.',
  arguments: [
    { name: 'action', description: 's3:GetObject' },
    { name: 'resource', description: "the ARN of one resource; '*' for an action without resources" },
  ],
  options: {
    role: { type: 'text', value: 'NAME', description: 'the policies of this role, as IAM has them' },
    policy: {
      type: 'text',
      value: 'FILE',
      repeat: true,
      description: 'a policy in a file, in place of a role; can be repeated',
    },
    boundary: { type: 'text', value: 'FILE', description: 'a permissions boundary in a file, with --policy' },
    context: {
      type: 'text',
      value: 'KEY=VALUE',
      repeat: true,
      description: 'the value of a condition key in the request; repeat a key for several values',
    },
    absent: {
      type: 'text',
      value: 'KEY',
      repeat: true,
      description: 'a condition key that the request does not have',
    },
    ...languageOption,
  },
  examples: [
    {
      command:
        'groundcrew iam explain --role groundcrew-load-inventory s3:GetObject arn:aws:s3:::acme-stock/berlin.csv',
      description: 'Ask whether a function may read a file',
    },
    {
      command:
        "groundcrew iam explain --policy policy.json --context aws:RequestedRegion=eu-west-1 ec2:DescribeInstances '*'",
      description: 'Ask about a policy before it is attached',
    },
  ],
  async handler({ options, arguments: { action, resource }, global, io, signal, print }) {
    const given = readContext(options.context, options.absent);
    const { whose, policies, values } = await readPolicies(options, async (role) => {
      const [{ createIamClient, rolePolicies }, { policySetOf, principalContext }] = await Promise.all([
        import('@groundcrew/aws/iam'),
        import('@groundcrew/permissions/role'),
      ]);
      const client = createIamClient(await openConnection({ global, io, signal }));
      try {
        const found = await rolePolicies(client, role, { signal });
        return { whose: found.arn, policies: policySetOf(found), values: principalContext(found) };
      } finally {
        client.destroy();
      }
    });
    const context = { values: { ...values, ...given }, complete: false };
    const explanation = orUsageError(() => explainAccess(policies, { action, resource, context }));
    await print(explainReport(whose, explanation));
    return exitCodeOf(explanation);
  },
});

interface Principal {
  readonly whose: string;
  readonly policies: PolicySet;
  readonly values: ConditionContext['values'];
}

async function readPolicies(
  {
    role,
    policy,
    boundary,
  }: { role: string | undefined; policy: readonly string[]; boundary: string | undefined },
  readRole: (role: string) => Promise<Principal>,
): Promise<Principal> {
  if (role !== undefined && (policy.length > 0 || boundary !== undefined)) {
    throw usageError('--role has its own policies and boundary; leave out --policy and --boundary');
  }
  if (role !== undefined) return await readRole(role);
  if (policy.length === 0) throw usageError('whose policies? Pass --role NAME, or --policy FILE');
  return {
    whose: policy.join(', '),
    policies: {
      identity: await Promise.all(policy.map(readPolicyFile)),
      ...(boundary !== undefined && { boundary: await readPolicyFile(boundary) }),
    },
    values: {},
  };
}

async function readPolicyFile(path: string): Promise<NamedPolicy> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new GroundcrewError(
      'iam.policy.unreadable',
      `could not read the policy "${path}": ${messageOf(error)}; check its path and permissions`,
      { cause: error },
    );
  });
  return { name: path, policy: readPolicy(text, `"${path}"`) };
}

/** The condition keys that were given, with their values; none for those that are absent. */
function readContext(given: readonly string[], absent: readonly string[]): Record<string, readonly string[]> {
  const values = new Map<string, { readonly key: string; readonly values: string[] }>();
  for (const text of given) {
    const at = text.indexOf('=');
    if (at < 1) throw usageError(`--context "${text}" is not KEY=VALUE, such as aws:SourceIp=203.0.113.7`);
    const key = text.slice(0, at);
    const known = values.get(key.toLowerCase()) ?? { key, values: [] };
    known.values.push(text.slice(at + 1));
    values.set(key.toLowerCase(), known);
  }
  const twice = absent.find((key) => values.has(key.toLowerCase()));
  if (twice !== undefined) throw usageError(`${twice} is given by both --context and --absent`);
  return Object.fromEntries([
    ...[...values.values()].map((known) => [known.key, known.values] as const),
    ...absent.map((key) => [key, []] as const),
  ]);
}

function exitCodeOf({ decision }: Explanation): ExitCode {
  if (decision.outcome === 'allowed') return exitCodes.done;
  return decision.outcome === 'denied' ? exitCodes.no : exitCodes.unknown;
}
