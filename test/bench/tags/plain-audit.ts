import { DescribeTagsCommand, EC2Client, paginateDescribeVolumes } from '@aws-sdk/client-ec2';
import { FIRST_REGION } from './account.ts';
import { credentials } from './clients.ts';
import { reportMeasurement } from './measurement.ts';

// A process of its own: the loop that one writes over the SDK, which asks for the tags of one resource after the
// other; of a sample, as all of them would take minutes.

const [endpoint = '', sample] = process.argv.slice(2);
const client = new EC2Client({ endpoint, credentials, region: FIRST_REGION });
const ids: string[] = [];
for await (const page of paginateDescribeVolumes({ client, pageSize: 1_000 }, {})) {
  for (const { VolumeId } of page.Volumes ?? []) if (VolumeId) ids.push(VolumeId);
}
const step = Math.max(1, Math.floor(ids.length / Number(sample)));
const asked = ids.filter((_, i) => i % step === 0);
const required = ['Project', 'Team'];
await reportMeasurement(async () => {
  let violations = 0;
  for (const id of asked) {
    const Filters = [{ Name: 'resource-id', Values: [id] }];
    const { Tags = [] } = await client.send(new DescribeTagsCommand({ Filters }));
    for (const key of required) if (!Tags.some(({ Key }) => Key === key)) violations += 1;
  }
  if (violations === 0) throw new Error('the loop found nothing');
  return { resources: asked.length };
});
