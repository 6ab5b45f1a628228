import { DescribeInstancesCommand, type DescribeInstancesCommandInput } from '@aws-sdk/client-ec2';
import { DESCRIBE_INSTANCES_ROOT, describeInstancesFields } from './describe-instances-shape.ts';
import { type ScanOptions, scanResponse } from './scan-response.ts';

/**
 * A `DescribeInstances` whose response is scanned for the fields of `Ec2Instance`: see {@link scanResponse}. For
 * `client.send`, and for its mocks, this is a `DescribeInstancesCommand`.
 */
export class ScannedDescribeInstancesCommand extends DescribeInstancesCommand {
  constructor(input: DescribeInstancesCommandInput, options?: ScanOptions) {
    super(input);
    scanResponse(this, { root: DESCRIBE_INSTANCES_ROOT, fields: describeInstancesFields }, options);
  }
}
