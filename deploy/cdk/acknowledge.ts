import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Takes note of a finding of cdk-nag at one construct: it stays, for the reason given. */
export function acknowledge(construct: IConstruct, finding: string, reason: string): void {
  Validations.of(construct).acknowledge({ id: finding, reason });
}

/** Takes note that a role is allowed something on more than one named resource. */
export function acknowledgeWildcard(role: IConstruct, resource: string, reason: string): void {
  acknowledge(
    role,
    `AwsSolutions-IAM5[Resource::${formatResource(Stack.of(role).resolve(resource))}]`,
    reason,
  );
}

/** A resolved text as cdk-nag has it in a finding's id: `arn:<AWS::Partition>:s3:::name/*`. */
function formatResource(resolved: unknown): string {
  if (typeof resolved !== 'object' || resolved === null) return String(resolved);
  if ('Ref' in resolved) return `<${String(resolved.Ref)}>`;
  if ('Fn::Join' in resolved && Array.isArray(resolved['Fn::Join'])) {
    const [delimiter, items]: unknown[] = resolved['Fn::Join'];
    if (Array.isArray(items)) return items.map(formatResource).join(String(delimiter));
  }
  return JSON.stringify(resolved);
}
