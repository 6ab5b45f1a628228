import { randomUUID } from 'node:crypto';
import {
  type AthenaClient,
  type Column,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  GetTableMetadataCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { backoffMs, sleep as sleepFor } from '@groundcrew/async';
import { pages, wrapServiceError } from '@groundcrew/aws-core';
import type { GroundcrewError } from '@groundcrew/errors';
import { type CallOptions, callService, sendOptions } from '../call.ts';
import { billedBytes } from './billed-bytes.ts';
import { endError, startError, tableError } from './errors.ts';
import type { AthenaQuery, QueryRun, TableColumn, TableDescription, TableName } from './model.ts';

/** The Athena operations that this project needs. */
export interface Athena {
  /**
   * Runs a query and waits until it has finished. If waiting is interrupted or fails, the query is stopped: it is charged
   * as long as it runs.
   *
   * @throws GroundcrewError `aws-athena.start-failed`, `aws-athena.output-location`, `aws-athena.query-failed`,
   *   `aws-athena.query-canceled`, `aws-athena.read-failed`; the signal's reason
   */
  runQuery(query: AthenaQuery, options?: CallOptions): Promise<QueryRun>;
  /** @throws GroundcrewError `aws-athena.table-not-found`, `aws-athena.describe-failed`; the signal's reason */
  describeTable(name: TableName, options?: CallOptions): Promise<TableDescription>;
}

export interface AthenaSettings {
  readonly client: AthenaClient;
  readonly random?: () => number;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Creates the token by which Athena recognizes a repeated request for the same query. */
  readonly newToken?: () => string;
}

/** The default catalog of every account: Glue's. */
const GLUE_CATALOG = 'AwsDataCatalog';
/** The maximum page size (API reference, GetQueryResults, MaxResults). */
const PAGE_SIZE = 1000;
/** Most queries on a bill take seconds, so that a delay of a second does not matter. */
const pollBackoff = { baseMs: 400, capMs: 5_000, minShare: 0.5 };

export function createAthena({
  client,
  random = Math.random,
  sleep = sleepFor,
  newToken = randomUUID,
}: AthenaSettings): Athena {
  /** Not interruptible: if the request is lost, the query to stop is unknown. */
  async function start(query: AthenaQuery): Promise<string> {
    const { sql, database, catalog = GLUE_CATALOG, workgroup, outputLocation, reuseMinutes } = query;
    try {
      const command = new StartQueryExecutionCommand({
        QueryString: sql,
        ClientRequestToken: newToken(),
        QueryExecutionContext: { Catalog: catalog, Database: database },
        ...(workgroup !== undefined && { WorkGroup: workgroup }),
        ...(outputLocation !== undefined && { ResultConfiguration: { OutputLocation: outputLocation } }),
        ...(reuseMinutes !== undefined && {
          ResultReuseConfiguration: {
            ResultReuseByAgeConfiguration: { Enabled: true, MaxAgeInMinutes: reuseMinutes },
          },
        }),
      });
      return (await client.send(command)).QueryExecutionId!;
    } catch (error) {
      throw startError(error, query);
    }
  }

  /** The final state of the query. */
  async function waitFor(id: string, signal: AbortSignal | undefined): Promise<QueryExecution> {
    for (let polls = 1; ; polls += 1) {
      // At least half of the wait: jitter alone might send a dozen requests within a second.
      await sleep(backoffMs(polls, random, pollBackoff), signal);
      const command = new GetQueryExecutionCommand({ QueryExecutionId: id });
      const { QueryExecution: execution } = await client.send(command, sendOptions(signal));
      const state = execution?.Status?.State;
      if (state === 'SUCCEEDED' || state === 'FAILED' || state === 'CANCELLED') return execution!;
    }
  }

  /** The reason for stopping is thrown anyway; a failure to stop must not replace it. */
  async function stop(id: string): Promise<void> {
    await client.send(new StopQueryExecutionCommand({ QueryExecutionId: id })).catch(() => {});
  }

  function rowsOf(
    id: string,
    hasHeader: boolean,
    { signal }: CallOptions = {},
  ): ReturnType<QueryRun['rows']> {
    return pages(
      (token: string | undefined) =>
        callService(
          signal,
          async (options) => {
            const command = new GetQueryResultsCommand({
              QueryExecutionId: id,
              MaxResults: PAGE_SIZE,
              ...(token !== undefined && { NextToken: token }),
            });
            const { ResultSet, NextToken } = await client.send(command, options);
            const rows = (ResultSet?.Rows ?? []).map(({ Data = [] }) =>
              Data.map(({ VarCharValue }) => VarCharValue ?? null),
            );
            const isFirst = token === undefined;
            return { items: isFirst && hasHeader ? rows.slice(1) : rows, next: NextToken || undefined };
          },
          (error) => readError(error, id),
        ),
      { mayRepeat: true },
    );
  }

  return {
    async runQuery(query, { signal } = {}) {
      signal?.throwIfAborted();
      const id = await start(query);
      let execution: QueryExecution;
      try {
        execution = await waitFor(id, signal);
      } catch (error) {
        await stop(id);
        signal?.throwIfAborted();
        throw readError(error, id);
      }
      if (execution.Status?.State !== 'SUCCEEDED') throw endError(id, execution.Status ?? {});
      const { Statistics: statistics, StatementType: type } = execution;
      const isReused = statistics?.ResultReuseInformation?.ReusedPreviousResult === true;
      return {
        id,
        billedBytes: isReused ? 0 : billedBytes(statistics?.DataScannedInBytes ?? 0),
        // Only the result of a SELECT begins with the names of its columns.
        rows: (options) => rowsOf(id, type === undefined || type === 'DML', options),
      };
    },

    async describeTable(name, { signal } = {}) {
      const { catalog = GLUE_CATALOG, database, table, workgroup } = name;
      return callService(
        signal,
        async (options) => {
          const command = new GetTableMetadataCommand({
            CatalogName: catalog,
            DatabaseName: database,
            TableName: table,
            ...(workgroup !== undefined && { WorkGroup: workgroup }),
          });
          const { TableMetadata: metadata } = await client.send(command, options);
          return {
            columns: toColumns(metadata?.Columns),
            partitionKeys: toColumns(metadata?.PartitionKeys),
          };
        },
        (error) => tableError(error, name),
      );
    },
  };
}

function toColumns(columns: readonly Column[] = []): TableColumn[] {
  return columns.map(({ Name = '', Type = '' }) => ({ name: Name, type: Type }));
}

function readError(error: unknown, id: string): GroundcrewError {
  return wrapServiceError(error, {
    code: 'aws-athena.read-failed',
    doing: `read the result of the Athena query ${id}`,
  });
}
