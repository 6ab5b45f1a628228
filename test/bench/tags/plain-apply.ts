import { CreateTagsCommand, EC2Client, paginateDescribeInstances } from '@aws-sdk/client-ec2';
import { FIRST_REGION } from './account.ts';
import { credentials } from './clients.ts';
import { reportMeasurement } from './measurement.ts';

// A process of its own: the loop that one writes over the SDK, one call a resource.

const client = new EC2Client({ endpoint: process.argv[2] ?? '', credentials, region: FIRST_REGION });
const ids: string[] = [];
for await (const page of paginateDescribeInstances({ client, pageSize: 1_000 }, {})) {
  for (const { Instances = [] } of page.Reservations ?? []) {
    for (const { InstanceId } of Instances) if (InstanceId) ids.push(InstanceId);
  }
}
const Tags = [
  { Key: 'Project', Value: 'shop' },
  { Key: 'Team', Value: 'web' },
];
await reportMeasurement(async () => {
  for (const id of ids) await client.send(new CreateTagsCommand({ Resources: [id], Tags }));
  return { resources: ids.length, changing: ids.length };
});
