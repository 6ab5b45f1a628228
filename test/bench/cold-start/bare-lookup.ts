import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';

// The yardstick of lookup-instance: the SDK's client that it starts with, and the call of a question that is none's.
const ec2 = new EC2Client({});

export async function handler(): Promise<void> {
  await ec2.send(
    new DescribeInstancesCommand({ Filters: [{ Name: 'tag:Name', Values: ['nobody'] }], MaxResults: 1000 }),
  );
}
