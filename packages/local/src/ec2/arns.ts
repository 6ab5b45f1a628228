import type { Ec2Kind } from '../account/index.ts';

/** Where a resource of EC2 is. */
export interface Ec2Location {
  readonly accountId: string;
  readonly region: string;
}

/** The prefix of a kind's ARNs, before the id. */
export function arnPrefix(kind: Ec2Kind, { accountId, region }: Ec2Location): string {
  return `arn:aws:ec2:${region}:${accountId}:${kind}/`;
}

/** `undefined`: not an ARN of EC2. */
export function readArn(
  arn: string,
): (Ec2Location & { readonly kind: string; readonly id: string }) | undefined {
  const [, region, accountId, kind, id] = /^arn:aws:ec2:([^:]*):([^:]*):([^/]*)\/(.*)$/s.exec(arn) ?? [];
  if (region === undefined || accountId === undefined || kind === undefined || id === undefined)
    return undefined;
  return { region, accountId, kind, id };
}
