/** The part of a DB instance of DescribeDBInstances that is read, under the names of the SDK. */
export interface RdsInstance {
  readonly DBInstanceIdentifier?: string | undefined;
  readonly DBInstanceArn?: string | undefined;
  /** `available`, `stopped`, `starting`, `backing-up` and others. */
  readonly DBInstanceStatus?: string | undefined;
  readonly Engine?: string | undefined;
  readonly MultiAZ?: boolean | undefined;
  /** The cluster that it is a member of. */
  readonly DBClusterIdentifier?: string | undefined;
  readonly ReadReplicaSourceDBInstanceIdentifier?: string | undefined;
  readonly ReadReplicaSourceDBClusterIdentifier?: string | undefined;
  readonly ReadReplicaDBInstanceIdentifiers?: readonly string[] | undefined;
  readonly ReadReplicaDBClusterIdentifiers?: readonly string[] | undefined;
  /** When RDS starts a stopped one by itself. */
  readonly AutomaticRestartTime?: Date | undefined;
  readonly TagList?: readonly RdsTag[] | undefined;
}

/** The part of a DB cluster of DescribeDBClusters that is read. Those of Neptune and DocumentDB are returned as well. */
export interface RdsCluster {
  readonly DBClusterIdentifier?: string | undefined;
  readonly DBClusterArn?: string | undefined;
  readonly Status?: string | undefined;
  /** `aurora-mysql`, `aurora-postgresql`; `mysql` and `postgres` of a multi-AZ DB cluster; `neptune`, `docdb`. */
  readonly Engine?: string | undefined;
  /** `provisioned`, `serverless` (version 1), `global`, `multimaster`, `parallelquery`. */
  readonly EngineMode?: string | undefined;
  readonly GlobalClusterIdentifier?: string | undefined;
  readonly ReplicationSourceIdentifier?: string | undefined;
  readonly ReadReplicaIdentifiers?: readonly string[] | undefined;
  readonly AutomaticRestartTime?: Date | undefined;
  readonly TagList?: readonly RdsTag[] | undefined;
}

export interface RdsTag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}
