export { createSqsClient } from './client.ts';
export { listQueues, type Queue, queueTags, queueUrl } from './queues.ts';
