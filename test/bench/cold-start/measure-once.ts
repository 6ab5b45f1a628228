/** One cold start in a process of its own: loads a bundle, invokes it once, prints its times on standard error. */
const [file = '', event = ''] = process.argv.slice(2);

const startedAt = performance.now();
const processorAtStart = process.cpuUsage();
const { handler } = (await import(file)) as {
  handler: (event: unknown, context: unknown) => Promise<unknown>;
};
const importedAt = performance.now();
const { user, system } = process.cpuUsage(processorAtStart);
await handler(JSON.parse(event), {
  awsRequestId: 'bench',
  functionName: 'bench',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:bench',
  getRemainingTimeInMillis: () => 30_000,
});
const doneAt = performance.now();

process.stderr.write(
  `${JSON.stringify({
    importMs: importedAt - startedAt,
    importProcessorMs: (user + system) / 1000,
    firstInvokeMs: doneAt - importedAt,
  })}\n`,
);
process.exit();
