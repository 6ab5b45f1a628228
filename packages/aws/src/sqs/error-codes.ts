import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'aws-sqs.list-failed': {
    meaning: 'The queues could not be listed.',
    action: 'Act on `details.reason`; the caller needs `sqs:ListQueues`.',
  },
  'aws-sqs.queue-not-found': {
    meaning: 'The queue does not exist in this account and region.',
    action: 'Check its name, the region and the account.',
  },
  'aws-sqs.read-failed': {
    meaning: 'The attributes or tags of a queue could not be read.',
    action: 'Act on `details.reason`; the caller needs `sqs:GetQueueAttributes` and `sqs:ListQueueTags`.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
