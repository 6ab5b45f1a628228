import type { QueryExecutionStatus } from '@aws-sdk/client-athena';
import { wrapServiceError } from '@groundcrew/aws-core';
import { GroundcrewError } from '@groundcrew/errors';
import type { AthenaQuery, TableName } from './model.ts';

/** API reference, AthenaError, ErrorCategory. */
const SYSTEM_CATEGORY = 1;

/** The error of a query that failed or was canceled, with Athena's reason. */
export function endError(id: string, status: QueryExecutionStatus): GroundcrewError {
  const { State: state, StateChangeReason: stateReason, AthenaError: athenaError } = status;
  const reason = stateReason ?? athenaError?.ErrorMessage ?? 'Athena reports no reason';
  const details = { queryId: id, reason };
  if (state === 'CANCELLED') {
    const message = `the Athena query ${id} was stopped: ${reason}; if this is the workgroup's limit of data scanned, query fewer days or raise it`;
    return new GroundcrewError('aws-athena.query-canceled', message, { details });
  }
  const isSystem = athenaError?.ErrorCategory === SYSTEM_CATEGORY;
  const advice = athenaError?.Retryable ? '; try again' : '';
  return new GroundcrewError('aws-athena.query-failed', `the Athena query ${id} failed: ${reason}${advice}`, {
    fault: isSystem ? 'service' : 'user',
    details,
  });
}

/** The error of a query that Athena did not accept. */
export function startError(error: unknown, { workgroup = 'primary' }: AthenaQuery): GroundcrewError {
  if (error instanceof Error && /output location/i.test(error.message)) {
    const message = `Athena has no output location for results: pass one (s3://BUCKET/FOLDER/), or set one in the workgroup "${workgroup}" (${error.message})`;
    return new GroundcrewError('aws-athena.output-location', message, { cause: error });
  }
  return wrapServiceError(error, {
    code: 'aws-athena.start-failed',
    doing: `start a query in the Athena workgroup "${workgroup}"`,
  });
}

/** The error of a table that can't be described. The catalog's "not found" is in the text of another error. */
export function tableError(error: unknown, { database, table }: TableName): GroundcrewError {
  const name = `"${database}.${table}"`;
  if (error instanceof Error && /EntityNotFound|not ?found/i.test(`${error.name} ${error.message}`)) {
    const message = `there is no table ${name} in the data catalog: check its name, the region and the account (${error.message})`;
    return new GroundcrewError('aws-athena.table-not-found', message, { cause: error });
  }
  return wrapServiceError(error, {
    code: 'aws-athena.describe-failed',
    doing: `read the columns of the table ${name}`,
  });
}
