import type { CallOptions } from '../call.ts';

/** A table of a data catalog. */
export interface TableName {
  /** Default: `AwsDataCatalog` (Glue). */
  readonly catalog?: string | undefined;
  readonly database: string;
  readonly table: string;
  /** The workgroup whose permissions apply; default: Athena's `primary`. */
  readonly workgroup?: string | undefined;
}

export interface TableColumn {
  readonly name: string;
  /** As Glue writes it: `double`, `map<string,string>`. */
  readonly type: string;
}

export interface TableDescription {
  readonly columns: readonly TableColumn[];
  /** Columns in the names of folders: a query that filters by them reads fewer files. */
  readonly partitionKeys: readonly TableColumn[];
}

export interface AthenaQuery {
  readonly sql: string;
  /** The database of table names without one. */
  readonly database: string;
  readonly catalog?: string | undefined;
  readonly workgroup?: string | undefined;
  /** Where Athena writes the result: `s3://bucket/folder/`; default: the workgroup's own location. */
  readonly outputLocation?: string | undefined;
  /** Maximum age of a reused result of the same statement: Athena then scans, and charges, nothing. */
  readonly reuseMinutes?: number | undefined;
}

/** A query that has succeeded. */
export interface QueryRun {
  readonly id: string;
  /** Charged bytes; see {@link billedBytes}. */
  readonly billedBytes: number;
  /** Values as texts, NULL as null, page by page, without the header. */
  rows(options?: CallOptions): AsyncGenerator<readonly (readonly (string | null)[])[], void>;
}
