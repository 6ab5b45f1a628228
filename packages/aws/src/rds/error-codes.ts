import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'aws-rds.describe-clusters-failed': {
    meaning: 'The DB clusters of a region could not be listed.',
    action: 'Act on `details.reason`; the caller needs `rds:DescribeDBClusters`.',
  },
  'aws-rds.describe-instances-failed': {
    meaning: 'The DB instances of a region could not be listed.',
    action: 'Act on `details.reason`; the caller needs `rds:DescribeDBInstances`.',
  },
  'aws-rds.start-failed': {
    meaning:
      'A DB instance or DB cluster could not be started; `details.awsError` is the name that RDS gives to the reason.',
    action: 'Act on it; the caller needs `rds:StartDBInstance` or `rds:StartDBCluster`.',
  },
  'aws-rds.stop-failed': {
    meaning:
      'A DB instance or DB cluster could not be stopped; `details.awsError` is the name that RDS gives to the reason.',
    action: 'Act on it; the caller needs `rds:StopDBInstance` or `rds:StopDBCluster`.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
