export { createSqsClient } from './client.ts';
export { type CallOptions, listQueues, type Queue, queueTags, queueUrl } from './queues.ts';
