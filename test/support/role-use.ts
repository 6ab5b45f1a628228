import { createIamClient, rolePolicies } from '@groundcrew/aws/iam';
import { evaluate, type Policy, readPolicy } from '@groundcrew/iam';
import { authorizationTable, findCallProblem, findPolicyProblems } from '@groundcrew/iam/reference';
import type { FunctionManifest } from '@groundcrew/lambda';
import type { LocalAws, RecordedCall } from '@groundcrew/local';

/** How a function's role fits what the function did. */
export interface RoleUse {
  /** Grants of the manifest that no call needed: `s3:PutObject on arn:…`. */
  readonly unused: readonly string[];
  /** What the service authorization reference holds against the role and the calls. */
  readonly problems: readonly string[];
}

/** Compares the role of a function with its calls. That each was allowed is what the embedded AWS sees to. */
export async function roleUse(
  local: LocalAws,
  { name, permissions }: FunctionManifest,
  recorded: readonly RecordedCall[] = local.calls(),
): Promise<RoleUse> {
  const policy = await rolePolicyOf(local, name);
  const calls = recorded
    .filter(({ caller }) => caller === name)
    .flatMap(({ action, resource, alsoOn = [] }) =>
      [resource, ...alsoOn].map((one) => ({ action, resource: one })),
    );
  // What Lambda itself needs follows those of the manifest.
  const own = policy.statements.slice(0, permissions.length);
  const unused = own.flatMap((statement) =>
    statement.actions.patterns.flatMap((action) =>
      statement.resources.patterns.flatMap((resource) => {
        const grant: Policy = {
          version: '2012-10-17',
          statements: [
            {
              ...statement,
              actions: { not: false, patterns: [action] },
              resources: { not: false, patterns: [resource] },
            },
          ],
        };
        return calls.some((call) => isAllowed(grant, call)) ? [] : [`${action} on ${resource}`];
      }),
    ),
  );
  const problems = new Set([
    ...findPolicyProblems(authorizationTable, policy),
    ...calls.flatMap(({ action, resource }) => findCallProblem(authorizationTable, action, resource) ?? []),
  ]);
  return { unused, problems: [...problems] };
}

function isAllowed(policy: Policy, call: { readonly action: string; readonly resource: string }): boolean {
  const context = { values: {}, complete: true };
  return evaluate({ identity: [{ name: 'role', policy }] }, { ...call, context }).outcome === 'allowed';
}

async function rolePolicyOf({ endpoint, region }: LocalAws, name: string): Promise<Policy> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = createIamClient({ region, endpointUrl: endpoint, credentials });
  try {
    const { inline } = await rolePolicies(client, name);
    return readPolicy(inline[0]!.text, name);
  } finally {
    client.destroy();
  }
}
