export { createSqs, type QueueMessage, type Sqs } from './sqs.ts';
