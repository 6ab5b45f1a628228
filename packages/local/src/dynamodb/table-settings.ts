import type { JsonObject } from '../json-object.ts';
import type { Database } from './database.ts';
import { invalid } from './errors.ts';
import { existingTable, readAttributeName } from './table-parameters.ts';

/** The default, and the maximum: "PointInTimeRecoverySpecification" of the DynamoDB API reference. */
const MAX_RECOVERY_DAYS = 35;

/** Operations on the settings of a table that are not in its description: the time to live, and backups. */
export function createTableSettings(
  database: Database,
): Readonly<Record<string, (input: JsonObject) => JsonObject>> {
  return {
    UpdateTimeToLive: (input) => updateTimeToLive(database, input),
    DescribeTimeToLive({ TableName }) {
      const { ttlAttribute } = database.extras(existingTable(database, TableName));
      return {
        TimeToLiveDescription:
          ttlAttribute === undefined
            ? { TimeToLiveStatus: 'DISABLED' }
            : { TimeToLiveStatus: 'ENABLED', AttributeName: ttlAttribute },
      };
    },
    UpdateContinuousBackups(input) {
      const table = existingTable(database, input.TableName);
      const specification = input.PointInTimeRecoverySpecification as JsonObject | undefined;
      const days = specification?.RecoveryPeriodInDays ?? MAX_RECOVERY_DAYS;
      if (days !== MAX_RECOVERY_DAYS) {
        throw invalid(
          `RecoveryPeriodInDays ${JSON.stringify(days)} is not supported by the embedded AWS; use ${MAX_RECOVERY_DAYS}, or leave it out`,
        );
      }
      database.setTable(database.store.table(table), {
        pointInTimeRecovery: specification?.PointInTimeRecoveryEnabled === true,
      });
      return backups(database, table);
    },
    DescribeContinuousBackups: ({ TableName }) => backups(database, existingTable(database, TableName)),
  };
}

function updateTimeToLive(database: Database, input: JsonObject): JsonObject {
  const table = existingTable(database, input.TableName);
  const specification = input.TimeToLiveSpecification as JsonObject | undefined;
  const extras = database.extras(table);
  if (typeof specification?.AttributeName !== 'string' || typeof specification.Enabled !== 'boolean') {
    throw invalid('TimeToLiveSpecification needs AttributeName and Enabled');
  }
  readAttributeName(specification.AttributeName, 'timeToLiveSpecification');
  if (specification.Enabled === (extras.ttlAttribute !== undefined)) {
    throw invalid(`TimeToLive is already ${specification.Enabled ? 'enabled' : 'disabled'}`);
  }
  if (!specification.Enabled && extras.ttlAttribute !== specification.AttributeName) {
    throw invalid(
      `TimeToLive is active on a different AttributeName: current AttributeName is ${extras.ttlAttribute}`,
    );
  }
  database.setTable(database.store.table(table), {
    ttlAttribute: specification.Enabled ? specification.AttributeName : null,
  });
  return { TimeToLiveSpecification: specification };
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
