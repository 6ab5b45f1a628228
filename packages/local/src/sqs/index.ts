export type { MessageAttributes } from './message.ts';
export { createSqs, type QueueMessage, type Sqs } from './sqs.ts';
