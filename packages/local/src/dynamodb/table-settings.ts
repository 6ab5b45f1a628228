import { AwsError } from '../service.ts';
import type { Database } from './database.ts';
import { type JsonObject, runDynalite } from './dynalite.ts';
import type { StreamViewType } from './stream-record.ts';

const viewTypes: readonly unknown[] = ['NEW_AND_OLD_IMAGES', 'NEW_IMAGE', 'OLD_IMAGE', 'KEYS_ONLY'];

/** Operations on tables that dynalite lacks or supports only in part. */
export const settingOperations = [
  'CreateTable',
  'DescribeTable',
  'UpdateTable',
  'UpdateTimeToLive',
  'DescribeTimeToLive',
  'UpdateContinuousBackups',
  'DescribeContinuousBackups',
] as const;

export type SettingOperation = (typeof settingOperations)[number];

/** Carries out an operation on a table's settings. Tables are active immediately, unlike on AWS. */
export async function runSetting(
  database: Database,
  operation: SettingOperation,
  input: JsonObject,
): Promise<JsonObject> {
  const table = String(input.TableName);
  switch (operation) {
    case 'CreateTable': {
      const viewType = requestedViewType(input.StreamSpecification);
      await runDynalite(database.store.forDynalite, 'CreateTable', input);
      database.store.table(table).TableStatus = 'ACTIVE';
      if (viewType) database.startStream(table, viewType);
      database.persistTable(table);
      return { TableDescription: database.describe(table) };
    }
    case 'DescribeTable':
      await runDynalite(database.store.forDynalite, 'DescribeTable', input);
      return { Table: database.describe(table) };
    case 'UpdateTable': {
      const { StreamSpecification, ...rest } = input;
      if (StreamSpecification) {
        database.extras(table);
        const viewType = requestedViewType(StreamSpecification);
        if (viewType) database.startStream(table, viewType);
        else database.stopStream(table);
        database.persistTable(table);
      }
      if (!StreamSpecification || Object.keys(rest).length > 1) {
        await runDynalite(database.store.forDynalite, 'UpdateTable', rest);
      }
      return { TableDescription: database.describe(table) };
    }
    case 'UpdateTimeToLive': {
      const specification = input.TimeToLiveSpecification as JsonObject | undefined;
      const extras = database.extras(table);
      if (typeof specification?.AttributeName !== 'string' || typeof specification.Enabled !== 'boolean') {
        throw invalid('TimeToLiveSpecification needs AttributeName and Enabled');
      }
      if (specification.Enabled === (extras.ttlAttribute !== undefined)) {
        throw invalid(`TimeToLive is already ${specification.Enabled ? 'enabled' : 'disabled'}`);
      }
      if (specification.Enabled) extras.ttlAttribute = specification.AttributeName;
      else delete extras.ttlAttribute;
      database.persistTable(table);
      return { TimeToLiveSpecification: specification };
    }
    case 'DescribeTimeToLive': {
      const { ttlAttribute } = database.extras(table);
      return {
        TimeToLiveDescription:
          ttlAttribute === undefined
            ? { TimeToLiveStatus: 'DISABLED' }
            : { TimeToLiveStatus: 'ENABLED', AttributeName: ttlAttribute },
      };
    }
    case 'UpdateContinuousBackups': {
      const specification = input.PointInTimeRecoverySpecification as JsonObject | undefined;
      database.extras(table).pointInTimeRecovery = specification?.PointInTimeRecoveryEnabled === true;
      database.persistTable(table);
      return backups(database, table);
    }
    case 'DescribeContinuousBackups':
      return backups(database, table);
  }
}

function backups(database: Database, table: string): JsonObject {
  const { pointInTimeRecovery } = database.extras(table);
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: {
        PointInTimeRecoveryStatus: pointInTimeRecovery ? 'ENABLED' : 'DISABLED',
      },
    },
  };
}

function requestedViewType(specification: unknown): StreamViewType | undefined {
  const { StreamEnabled, StreamViewType: viewType } = (specification ?? {}) as JsonObject;
  if (!StreamEnabled) return undefined;
  if (!viewTypes.includes(viewType)) {
    throw invalid(`StreamViewType "${String(viewType)}" is not one of ${viewTypes.join(', ')}`);
  }
  return viewType as StreamViewType;
}

function invalid(message: string): AwsError {
  return new AwsError(400, 'ValidationException', message);
}
