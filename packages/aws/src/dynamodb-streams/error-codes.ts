import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'aws-dynamodb-streams.expired': {
    meaning: 'The stream does not have the records any more: it keeps them for 24 hours.',
    action: 'Compare with the table as it is now; nothing brings the records back.',
  },
  'aws-dynamodb-streams.read-failed': {
    meaning: 'Records of a stream could not be read.',
    action:
      'Act on `details.reason`; the caller needs `dynamodb:GetShardIterator` and `dynamodb:GetRecords`.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
