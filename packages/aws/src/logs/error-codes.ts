import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'aws-logs.list-failed': {
    meaning: 'The log groups could not be listed.',
    action: 'Act on `details.reason`; the caller needs `logs:DescribeLogGroups`.',
  },
  'aws-logs.log-group-not-found': {
    meaning: 'The log group does not exist in this account and region.',
    action: 'Check its name, the region and the account.',
  },
  'aws-logs.read-failed': {
    meaning: 'The tags of a log group could not be read.',
    action: 'Act on `details.reason`; the caller needs `logs:ListTagsForResource`.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
