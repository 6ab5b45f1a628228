import { DescribeRegionsCommand, EC2Client, paginateDescribeInstances } from '@aws-sdk/client-ec2';
import { type CallCount, countCalls, reportMeasurement } from './count-calls.ts';
import { PAGE_SIZE } from './fleet-size.ts';

// A process of its own: the loop that one writes over the SDK, one region after the other.

const endpoint = process.argv[2] ?? '';
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const count: CallCount = { calls: 0, throttles: 0 };

function clientOf(region: string): EC2Client {
  const client = new EC2Client({ endpoint, credentials, region });
  countCalls(client, count);
  return client;
}

await reportMeasurement(count, async () => {
  let instances = 0;
  const { Regions = [] } = await clientOf('us-east-1').send(new DescribeRegionsCommand({}));
  for (const { RegionName = '' } of Regions) {
    for await (const page of paginateDescribeInstances(
      { client: clientOf(RegionName), pageSize: PAGE_SIZE },
      {},
    )) {
      for (const reservation of page.Reservations ?? []) instances += reservation.Instances?.length ?? 0;
    }
  }
  return instances;
});
