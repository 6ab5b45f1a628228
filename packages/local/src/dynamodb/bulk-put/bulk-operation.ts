import type { JsonObject } from '../../json-object.ts';

export type BulkStatus =
  | 'IN_PROGRESS'
  | 'COMPLETED'
  | 'COMPLETED_WITH_ERRORS'
  | 'CANCELLING'
  | 'CANCELLED'
  | 'FAILED';

/** A `StartBulkPutItems` that was read and checked. */
export interface BulkRequest {
  readonly table: string;
  readonly token: string | undefined;
  readonly input: { readonly bucket: string; readonly prefix: string; readonly compression: Compression };
  readonly output: {
    readonly bucket: string;
    readonly prefix: string;
    readonly types: readonly OutputType[];
  };
  /** Write units a second; `undefined`: as many as there are. */
  readonly maxUnits: number | undefined;
  readonly tier: 'STANDARD' | 'ACCELERATED';
  /** As the request has them. */
  readonly configurations: Pick<JsonObject, 'InputS3Configuration' | 'OutputS3Configuration'>;
}

export type Compression = 'NONE' | 'GZIP' | 'ZSTD';
export type OutputType = 'ERROR' | 'CONDITION_CHECK_FAILURE';

/** One bulk put, from its start. */
export interface BulkOperation {
  readonly arn: string;
  readonly id: string;
  readonly request: BulkRequest;
  readonly tableArn: string;
  readonly tableId: string;
  readonly startMs: number;
  status: BulkStatus;
  endMs: number | undefined;
  processedItems: number;
  failedItems: number;
  processedBytes: number;
  totalBytes: number | undefined;
  putBytes: number;
  /** By the names of global and local indexes. */
  readonly indexBytes: { readonly global: Map<string, number>; readonly local: Map<string, number> };
  failure: { readonly code: string; readonly message: string } | undefined;
}

export function isOver({ status }: BulkOperation): boolean {
  return status !== 'IN_PROGRESS' && status !== 'CANCELLING';
}

/** `BulkOperationDescription` (API reference). */
export function describe(operation: BulkOperation): JsonObject {
  const { request, failure, totalBytes, endMs, indexBytes } = operation;
  const usageOf = (bytes: ReadonlyMap<string, number>): JsonObject =>
    Object.fromEntries([...bytes].map(([name, BulkPutBytes]) => [name, { BulkPutBytes }]));
  const total = [...indexBytes.global.values(), ...indexBytes.local.values()].reduce(
    (sum, bytes) => sum + bytes,
    operation.putBytes,
  );
  return {
    BulkOperationArn: operation.arn,
    BulkOperationStatus: operation.status,
    TableDetails: [{ TableName: operation.tableArn, TableId: operation.tableId }],
    ...(request.token !== undefined && { ClientToken: request.token }),
    ...request.configurations,
    StartTime: operation.startMs / 1000,
    ...(endMs !== undefined && { EndTime: endMs / 1000 }),
    ProcessedItemCount: operation.processedItems,
    ProcessedInputBytes: operation.processedBytes,
    ...(totalBytes !== undefined && { TotalInputBytes: totalBytes }),
    BulkOperationUsage: [
      {
        TableName: operation.tableArn,
        BulkPutBytes: total,
        Table: { BulkPutBytes: operation.putBytes },
        ...(indexBytes.local.size > 0 && { LocalSecondaryIndexes: usageOf(indexBytes.local) }),
        ...(indexBytes.global.size > 0 && { GlobalSecondaryIndexes: usageOf(indexBytes.global) }),
      },
    ],
    FailedItemCount: operation.failedItems,
    ...(failure && { FailureCode: failure.code, FailureMessage: failure.message }),
    ...(request.maxUnits !== undefined && { MaxWriteRequestUnits: request.maxUnits }),
    PerformanceTier: request.tier,
  };
}
