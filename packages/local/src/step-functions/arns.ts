import { invalidArn } from './errors.ts';

export interface Arns {
  machine(name: string): string;
  execution(machineArn: string, name: string): string;
  /** @throws AwsError `InvalidArn` */
  check(arn: string, kind: 'stateMachine' | 'execution' | 'mapRun'): string;
}

export function createArns({
  region,
  accountId,
}: {
  readonly region: string;
  readonly accountId: string;
}): Arns {
  const prefix = `arn:aws:states:${region}:${accountId}`;
  return {
    machine: (name) => `${prefix}:stateMachine:${name}`,
    execution: (machineArn, name) => `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`,
    check(arn, kind) {
      if (new RegExp(`^arn:[a-z-]+:states:[a-z0-9-]+:\\d{12}:${kind}:.+$`, 's').test(arn)) return arn;
      throw invalidArn(arn);
    },
  };
}
