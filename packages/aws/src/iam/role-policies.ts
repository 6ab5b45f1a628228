import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { collectPages, pages, wrapServiceError } from '@groundcrew/aws-core';
import { type CallOptions, callService, isErrorNamed } from '../call.ts';

/** A policy as IAM has it. */
export interface PolicyText {
  readonly name: string;
  /** JSON. */
  readonly text: string;
}

/** A role with everything that IAM itself knows to limit it. */
export interface RolePolicies {
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly inline: readonly PolicyText[];
  /** Managed policies. */
  readonly attached: readonly PolicyText[];
  /** Its permissions boundary. */
  readonly boundary?: PolicyText;
}

/**
 * The policies of a role, by its name.
 *
 * @throws GroundcrewError `aws-iam.role-not-found`, `aws-iam.read-failed`; the signal's reason, if it is aborted
 */
export async function rolePolicies(
  client: IAMClient,
  roleName: string,
  { signal }: CallOptions = {},
): Promise<RolePolicies> {
  const RoleName = roleName;
  const call = <Answer>(send: Parameters<typeof callService<Answer>>[1]): Promise<Answer> =>
    callService(signal, send, (error) => {
      const isMissing = isErrorNamed(error, 'NoSuchEntityException') || isErrorNamed(error, 'NoSuchEntity');
      return wrapServiceError(error, {
        code: isMissing ? 'aws-iam.role-not-found' : 'aws-iam.read-failed',
        doing: `read the policies of the role ${JSON.stringify(roleName)} from IAM`,
      });
    });

  async function managed(arn: string, name: string): Promise<PolicyText> {
    const { Policy } = await call((options) =>
      client.send(new GetPolicyCommand({ PolicyArn: arn }), options),
    );
    const VersionId = Policy?.DefaultVersionId;
    const { PolicyVersion } = await call((options) =>
      client.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId }), options),
    );
    return { name, text: decoded(PolicyVersion?.Document) };
  }

  const { Role } = await call((options) => client.send(new GetRoleCommand({ RoleName }), options));
  const inlineNames = await collectPages(
    pages<string>(async (token) => {
      const command = new ListRolePoliciesCommand({
        RoleName,
        ...(token !== undefined && { Marker: token }),
      });
      const {
        PolicyNames = [],
        Marker,
        IsTruncated,
      } = await call((options) => client.send(command, options));
      return { items: PolicyNames, next: IsTruncated ? Marker : undefined };
    }),
  );
  const inline: PolicyText[] = [];
  for (const name of inlineNames) {
    const command = new GetRolePolicyCommand({ RoleName, PolicyName: name });
    const { PolicyDocument } = await call((options) => client.send(command, options));
    inline.push({ name, text: decoded(PolicyDocument) });
  }
  const attachments = await collectPages(
    pages<{ readonly PolicyName?: string; readonly PolicyArn?: string }>(async (token) => {
      const command = new ListAttachedRolePoliciesCommand({
        RoleName,
        ...(token !== undefined && { Marker: token }),
      });
      const {
        AttachedPolicies = [],
        Marker,
        IsTruncated,
      } = await call((options) => client.send(command, options));
      return {
        items: AttachedPolicies as { PolicyName?: string; PolicyArn?: string }[],
        next: IsTruncated ? Marker : undefined,
      };
    }),
  );
  const attached: PolicyText[] = [];
  for (const { PolicyArn = '', PolicyName = PolicyArn } of attachments)
    attached.push(await managed(PolicyArn, PolicyName));
  const boundaryArn = Role?.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    arn: Role?.Arn ?? '',
    tags: Object.fromEntries((Role?.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
    inline,
    attached,
    ...(boundaryArn !== undefined && {
      boundary: await managed(boundaryArn, boundaryArn.split('/').at(-1)!),
    }),
  };
}

/** IAM sends documents percent-encoded, by RFC 3986 (API reference, "GetRolePolicy"). */
function decoded(document = ''): string {
  return decodeURIComponent(document);
}
