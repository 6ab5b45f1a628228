import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'aws-sqs.delete-failed': {
    meaning: 'Messages of a queue could not be deleted.',
    action: 'Act on `details.reason`; the caller needs `sqs:DeleteMessage`.',
  },
  'aws-sqs.list-failed': {
    meaning: 'The queues could not be listed.',
    action: 'Act on `details.reason`; the caller needs `sqs:ListQueues`.',
  },
  'aws-sqs.move-failed': {
    meaning: 'SQS could not start, list or cancel a move of the messages of a dead-letter queue.',
    action:
      'Act on `details.reason`; the caller needs `sqs:StartMessageMoveTask`, `sqs:ListMessageMoveTasks` and `sqs:CancelMessageMoveTask`.',
  },
  'aws-sqs.queue-not-found': {
    meaning: 'The queue does not exist in this account and region.',
    action: 'Check its name, the region and the account.',
  },
  'aws-sqs.read-failed': {
    meaning: 'The attributes or tags of a queue could not be read.',
    action: 'Act on `details.reason`; the caller needs `sqs:GetQueueAttributes` and `sqs:ListQueueTags`.',
  },
  'aws-sqs.receive-failed': {
    meaning: 'Messages of a queue could not be received.',
    action: 'Act on `details.reason`; the caller needs `sqs:ReceiveMessage`.',
  },
  'aws-sqs.release-failed': {
    meaning:
      'Received messages could not be made visible again; they are when their visibility timeout ends.',
    action: 'Act on `details.reason`; the caller needs `sqs:ChangeMessageVisibility`.',
  },
  'aws-sqs.send-failed': {
    meaning: 'Messages could not be sent to a queue; some may have been.',
    action: 'Act on `details.reason`; the caller needs `sqs:SendMessage`.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
