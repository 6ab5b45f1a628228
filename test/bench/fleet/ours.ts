import { sleep } from '@groundcrew/async';
import { createEc2, createEc2Client, createEc2Limiters, type Ec2 } from '@groundcrew/aws/ec2';
import { listInstances } from '@groundcrew/ec2/listing';
import { type CallCount, countCalls, reportMeasurement } from './count-calls.ts';

// A process of its own: every instance of every region, as `groundcrew ec2 list --regions all` reads them.

const endpointUrl = process.argv[2] ?? '';
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const count: CallCount = { calls: 0, throttles: 0 };
const limiterOf = createEc2Limiters({ now: () => performance.now(), sleep });
const made = new Map<string, Ec2>();

function ec2For(_accountId: string | undefined, region: string): Ec2 {
  let ec2 = made.get(region);
  if (ec2 === undefined) {
    const client = createEc2Client({ endpointUrl, credentials, region });
    countCalls(client, count);
    ec2 = createEc2({ client, limiter: limiterOf('123456789012', region) });
    made.set(region, ec2);
  }
  return ec2;
}

await reportMeasurement(count, async () => {
  const listing = await listInstances(
    { regions: 'all', selection: {} },
    { ec2For, currentRegion: 'us-east-1' },
  );
  let instances = 0;
  for await (const facts of listing.instances) instances += facts.instanceId === '' ? 0 : 1;
  const { regions } = await listing.outcome;
  const missing = regions.find(({ status }) => status !== 'listed');
  if (missing) throw new Error(`${missing.region}: ${missing.reason}`);
  return instances;
});
