import { DescribeInstancesCommand, type DescribeInstancesCommandInput } from '@aws-sdk/client-ec2';
import { DESCRIBE_INSTANCES_FIELDS, DESCRIBE_INSTANCES_ROOT } from './describe-instances-shape.ts';
import { scanAnswer } from './scan-answer.ts';

/**
 * A `DescribeInstances` whose answer is scanned for the fields that `Ec2Instance` has: see {@link scanAnswer}. To
 * `client.send`, and to whatever mocks it, this is a `DescribeInstancesCommand`.
 */
export class ScannedDescribeInstancesCommand extends DescribeInstancesCommand {
  constructor(input: DescribeInstancesCommandInput, idleTimeoutMs?: number) {
    super(input);
    scanAnswer(this, { root: DESCRIBE_INSTANCES_ROOT, fields: DESCRIBE_INSTANCES_FIELDS }, idleTimeoutMs);
  }
}
