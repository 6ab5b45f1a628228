export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** A table of a data catalog. */
export interface TableName {
  /** `AwsDataCatalog` (Glue) where left out. */
  readonly catalog?: string | undefined;
  readonly database: string;
  readonly table: string;
  /** Whose permissions count; Athena's `primary` where left out. */
  readonly workgroup?: string | undefined;
}

export interface TableColumn {
  readonly name: string;
  /** As Glue writes it: `double`, `map<string,string>`. */
  readonly type: string;
}

export interface TableDescription {
  readonly columns: readonly TableColumn[];
  /** Columns that stand in the folders' names: a query that names them reads fewer files. */
  readonly partitionKeys: readonly TableColumn[];
}

export interface AthenaQuery {
  readonly sql: string;
  /** What a table's name without a database is looked for in. */
  readonly database: string;
  readonly catalog?: string | undefined;
  readonly workgroup?: string | undefined;
  /** Where Athena writes the result: `s3://bucket/folder/`; the workgroup's own where left out. */
  readonly outputLocation?: string | undefined;
  /** The result of the same text may be as old as this: Athena then scans, and charges, nothing. */
  readonly reuseMinutes?: number | undefined;
}

/** A query that has succeeded. */
export interface QueryRun {
  readonly id: string;
  /** As it is charged; see {@link billedBytes}. */
  readonly billedBytes: number;
  /** Values as texts, NULL as null, a page at a time, without the header. */
  rows(options?: CallOptions): AsyncGenerator<readonly (readonly (string | null)[])[], void>;
}
