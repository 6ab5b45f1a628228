export type { SQSClient } from '@aws-sdk/client-sqs';
export { createSqsClient } from './client.ts';
export {
  type BatchFailures,
  deleteMessages,
  MAX_BATCH,
  MAX_SEND_BYTES,
  type MessageAttribute,
  type NewMessage,
  type QueueMessage,
  type Received,
  receiveMessages,
  releaseMessages,
  sendMessages,
  sizeBytesOf,
} from './messages.ts';
export { cancelMove, listMoves, MAX_MOVES_PER_SECOND, type MoveTask, startMove } from './move-tasks.ts';
export { deadLetterSources, queueDetails, type QueueDetails } from './queue-details.ts';
export { listQueues, type Queue, queueTags, queueUrl } from './queues.ts';
