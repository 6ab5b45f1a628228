import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'aws-sns.list-failed': {
    meaning: 'The topics could not be listed.',
    action: 'Act on `details.reason`; the caller needs `sns:ListTopics`.',
  },
  'aws-sns.message-too-large': {
    meaning: 'A message is larger than SNS accepts (256 KiB).',
    action: 'Report it: this is a defect of groundcrew.',
  },
  'aws-sns.publish-failed': {
    meaning: 'A message could not be published; the message of the error names the topic and the reason.',
    action:
      'Act on `details.reason` or `details.awsError`; typical: the topic was deleted, or its policy or key denies the caller.',
  },
  'aws-sns.read-failed': {
    meaning: 'The tags of a topic could not be read.',
    action: 'Act on `details.reason`; the caller needs `sns:ListTagsForResource`.',
  },
  'aws-sns.topic.not-found': {
    meaning: 'The topic does not exist in this account and region.',
    action: 'Create it, or pass its ARN.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
