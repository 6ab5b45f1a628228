/** Feeds batches of stream records to a bundle for some seconds; prints records per processor second on standard error. */
import { records } from './records.ts';

const [file = '', emptied = '', seconds = ''] = process.argv.slice(2);
const { handler } = (await import(file)) as {
  handler: (event: unknown, context: unknown) => Promise<unknown>;
};

const BATCH_SIZE = 1_000;
// A few different batches, made before the clock starts.
const events = Array.from({ length: 5 }, (_, index) => ({
  Records: records(index * BATCH_SIZE, BATCH_SIZE, Number(emptied)),
}));
const context = () => ({
  awsRequestId: 'bench',
  functionName: 'bench',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:bench',
  getRemainingTimeInMillis: () => 60_000,
});
for (const event of events) await handler(event, context());

const startedAt = performance.now();
const processorAtStart = process.cpuUsage();
let invocations = 0;
while (performance.now() - startedAt < Number(seconds) * 1000) {
  await handler(events[invocations % events.length], context());
  invocations += 1;
}
const { user, system } = process.cpuUsage(processorAtStart);

process.stderr.write(`${(invocations * BATCH_SIZE) / ((user + system) / 1e6)}\n`);
process.exit();
