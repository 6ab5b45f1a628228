import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'aws-athena.describe-failed': {
    meaning: 'The columns of a table could not be read from the data catalog.',
    action: 'Act on `details.reason`; the caller needs `athena:GetTableMetadata` and `glue:GetTable`.',
  },
  'aws-athena.output-location': {
    meaning: 'Athena has no location for query results.',
    action: 'Pass an output location (`s3://BUCKET/FOLDER/`), or set one in the workgroup.',
  },
  'aws-athena.query-canceled': {
    meaning: "A query was stopped, by a person or by the workgroup's limit of scanned data.",
    action: 'Query fewer days, or raise the limit of the workgroup.',
  },
  'aws-athena.query-failed': {
    meaning: "A query failed; the message has Athena's reason.",
    action: 'Correct what the reason names; if it is retryable, try again.',
  },
  'aws-athena.read-failed': {
    meaning: 'The result of a query could not be read.',
    action:
      'Act on `details.reason`; the caller needs `athena:GetQueryResults` and read access to the output location.',
  },
  'aws-athena.start-failed': {
    meaning: 'A query could not be started.',
    action: 'Act on `details.reason`; the caller needs `athena:StartQueryExecution` in the workgroup.',
  },
  'aws-athena.table-not-found': {
    meaning: 'The data catalog does not have the table.',
    action: 'Check the name of the database and of the table, the region and the account.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
