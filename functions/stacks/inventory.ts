import type { FunctionManifest, StackManifest } from '@groundcrew/lambda';
import { manifest as alertNoStock } from '../alert-no-stock/manifest.ts';
import { manifest as loadInventory } from '../load-inventory/manifest.ts';
import { dashboard } from './inventory-metrics.ts';
import { manifest as reduceShelves } from '../reduce-shelves/manifest.ts';
import { manifest as splitStockFile } from '../split-stock-file/manifest.ts';
import { backfillInventory } from './backfill-inventory.ts';

/** In the order of the data flow. */
const functions: readonly FunctionManifest[] = [loadInventory, alertNoStock];
/** Their failures are those of the state machine, which tries them again. */
const backfillFunctions: readonly FunctionManifest[] = [splitStockFile, reduceShelves];

// The names that each service accepts (its API reference, "CreateBucket", "CreateTable", "CreateTopic").
const BUCKET_NAME_PATTERN = '^$|^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$';
const TABLE_NAME_PATTERN = '^[a-zA-Z0-9_.-]{3,255}$';
const TOPIC_NAME_PATTERN = '^[a-zA-Z0-9_-]{1,256}$';
const ALERT_KIND_PATTERN = '(no-stock|low-stock|back-in-stock|every-zero)';
const ALERT_KINDS_PATTERN = `^${ALERT_KIND_PATTERN}(,${ALERT_KIND_PATTERN})*$`;
const BOOLEAN_PATTERN = '^(true|false)$';
const WHOLE_NUMBER_PATTERN = '^[0-9]{1,4}$';
const EMAIL_PATTERN = '^$|^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$';

/** The inventory flow: stock files in, stock items and alerts out. */
export const stack: StackManifest = {
  name: 'groundcrew-inventory',
  description: 'groundcrew: stock files from S3 into DynamoDB, an alert to SNS when a shelf becomes empty',
  settings: [
    {
      name: 'StockBucketName',
      description: 'Bucket that stock files are uploaded to; empty: groundcrew-stock-ACCOUNT-REGION',
      default: '',
      pattern: BUCKET_NAME_PATTERN,
    },
    {
      name: 'RejectsBucketName',
      description:
        'Bucket for rejected rows and unreadable records; empty: groundcrew-rejects-ACCOUNT-REGION',
      default: '',
      pattern: BUCKET_NAME_PATTERN,
    },
    {
      name: 'AlertFailuresBucketName',
      description:
        'Bucket for changes that alert-no-stock failed to process; empty: groundcrew-alert-failures-ACCOUNT-REGION',
      default: '',
      pattern: BUCKET_NAME_PATTERN,
    },
    {
      name: 'InventoryTableName',
      description: 'Table of stock items',
      default: 'Inventory',
      pattern: TABLE_NAME_PATTERN,
    },
    {
      name: 'LedgerTableName',
      description: 'Table of loaded files',
      default: 'InventoryLoads',
      pattern: TABLE_NAME_PATTERN,
    },
    {
      name: 'AlertsTableName',
      description: 'Table of alerts already sent',
      default: 'InventoryAlerts',
      pattern: TABLE_NAME_PATTERN,
    },
    {
      name: 'NoStockTopicName',
      description: 'Topic of the alerts',
      default: 'NoStock',
      pattern: TOPIC_NAME_PATTERN,
    },
    {
      name: 'ColumnAliases',
      description: 'Further column names, as JSON: {"store":["Filiale"],"count":["Bestand"]}; empty: none',
      default: '',
      pattern: '^$|^\\{.*\\}$',
    },
    {
      name: 'KeepColumns',
      description: 'Further columns to keep as attributes of an item, separated by commas; empty: none',
      default: '',
    },
    {
      name: 'Counts',
      description: 'Format of a count: whole or decimal',
      default: 'whole',
      pattern: '^(whole|decimal)$',
    },
    {
      name: 'AllowNegative',
      description: 'Whether a count may be below zero',
      default: 'false',
      pattern: BOOLEAN_PATTERN,
    },
    {
      name: 'AllowFullWidth',
      description: 'Whether a count may be written in full-width digits',
      default: 'false',
      pattern: BOOLEAN_PATTERN,
    },
    {
      name: 'Names',
      description: 'normalize: names that look the same are the same; keep: as they are',
      default: 'normalize',
      pattern: '^(normalize|keep)$',
    },
    {
      name: 'Duplicates',
      description: 'What becomes of rows of one shelf: reject-conflicts, last, sum, max or reject',
      default: 'reject-conflicts',
      pattern: '^(reject-conflicts|last|sum|max|reject)$',
    },
    {
      name: 'OrderGuard',
      description:
        'files: the newest file wins, shelf by shelf; item: the same, by an attribute and a condition at each item; none: only uploads of one object have an order',
      default: 'files',
      pattern: '^(files|item|none)$',
    },
    {
      name: 'FileTime',
      description: 'The time of a file: modified (when it was stored) or name (the date in its name)',
      default: 'modified',
      pattern: '^(modified|name)$',
    },
    {
      name: 'FullExports',
      description:
        'Beginnings of the keys of full exports, separated by commas, or *: shelves of their stores that they do not name vanish; empty: none',
      default: '',
    },
    {
      name: 'FullVanished',
      description: 'What becomes of these shelves: zero (their count is set to 0) or remove',
      default: 'zero',
      pattern: '^(zero|remove)$',
    },
    {
      name: 'FullMaxVanished',
      description: 'How much of a store may vanish without being confirmed, in percent',
      default: '20',
      pattern: '^([0-9]|[1-9][0-9]|100)$',
    },
    {
      name: 'UndoJournal',
      description:
        'on: what is there before is read and recorded, so that a load can be undone (a fifth more than writing costs); off',
      default: 'off',
      pattern: '^(on|off)$',
    },
    {
      name: 'Encoding',
      description:
        'Encoding of files without byte order mark and without metadata x-amz-meta-encoding; empty: detected from the bytes',
      default: '',
      pattern:
        '^$|^(utf-8|cp949|utf-16le|utf-16be|windows-1252|windows-1250|windows-1251|shift_jis|euc-jp|gb18030|big5)$',
    },
    {
      name: 'Delimiter',
      description: 'Delimiter of cells; empty: detected from the header',
      default: '',
      pattern: '^$|^(comma|semicolon|tab|pipe)$',
    },
    {
      name: 'Sheet',
      description:
        'Sheet of workbooks (.xlsx) without metadata x-amz-meta-sheet, by name or number; empty: the first that is not hidden',
      default: '',
      pattern: '^$|^.{1,31}$',
    },
    {
      name: 'AlertKinds',
      description: 'Kinds of alerts, separated by commas: no-stock, low-stock, back-in-stock, every-zero',
      default: 'no-stock',
      pattern: ALERT_KINDS_PATTERN,
    },
    {
      name: 'LowStockAt',
      description: 'A shelf with this many or fewer is low (low-stock)',
      default: '0',
      pattern: WHOLE_NUMBER_PATTERN,
    },
    {
      name: 'LowStockAttribute',
      description: "Attribute with an item's own limit (low-stock)",
      default: 'LowStockAt',
      pattern: '^[A-Za-z0-9_.-]{1,255}$',
    },
    {
      name: 'DigestAbove',
      description: 'More new alerts than this in one batch are combined into digests',
      default: '25',
      pattern: WHOLE_NUMBER_PATTERN,
    },
    {
      name: 'AlertLanguage',
      description: 'Language of the alerts: en or ko',
      default: 'en',
      pattern: '^(en|ko)$',
    },
    {
      name: 'AlertTemplate',
      description:
        'Sentence of an alert, with {store}, {item}, {count} and {kind}; empty: that of the language',
      default: '',
    },
    {
      name: 'AlertFormat',
      description: 'text, or chat: HTTPS subscribers get the notification that AWS shows in Slack and Teams',
      default: 'text',
      pattern: '^(text|chat)$',
    },
    {
      name: 'AlertEmail',
      description: 'E-mail address to subscribe to the alerts; empty: none',
      default: '',
      pattern: EMAIL_PATTERN,
    },
    {
      name: 'OperationsEmail',
      description: 'E-mail address to subscribe to the alarms; empty: none',
      default: '',
      pattern: EMAIL_PATTERN,
    },
    {
      name: 'Dashboard',
      description:
        'Whether to create a CloudWatch dashboard (three are free in an account, each further one is USD 3.00 a month)',
      default: 'false',
      pattern: BOOLEAN_PATTERN,
    },
  ],
  buckets: [
    { id: 'StockBucket', description: 'Stock files', name: { setting: 'StockBucketName' } },
    {
      id: 'RejectsBucket',
      description: 'Rejected rows and unreadable records',
      name: { setting: 'RejectsBucketName' },
      expireAfterDays: 90,
    },
    {
      id: 'AlertFailuresBucket',
      description: 'Changes that alert-no-stock failed to process',
      name: { setting: 'AlertFailuresBucketName' },
      // As long as the claims of alerts are kept: what is older could be sent twice.
      expireAfterDays: 14,
    },
  ],
  tables: [
    {
      id: 'InventoryTable',
      description: 'Stock items',
      name: { setting: 'InventoryTableName' },
      partitionKey: 'Store',
      sortKey: 'Item',
      stream: 'NEW_AND_OLD_IMAGES',
      pointInTimeRecovery: true,
    },
    {
      id: 'LedgerTable',
      description: 'Load progress of each object',
      name: { setting: 'LedgerTableName' },
      partitionKey: 'Object',
      ttlAttribute: 'ExpiresAt',
      pointInTimeRecovery: true,
    },
    {
      id: 'AlertsTable',
      description: 'Alerts sent',
      name: { setting: 'AlertsTableName' },
      partitionKey: 'DedupeKey',
      ttlAttribute: 'ExpiresAt',
      pointInTimeRecovery: true,
    },
  ],
  topics: [
    {
      id: 'NoStockTopic',
      description: 'Empty shelves',
      name: { setting: 'NoStockTopicName' },
      emailSetting: 'AlertEmail',
    },
    {
      id: 'OperationsTopic',
      description: 'Alarms of this stack',
      name: 'groundcrew-operations',
      emailSetting: 'OperationsEmail',
    },
  ],
  queues: [
    {
      id: 'LoadFailures',
      description: 'Upload events that load-inventory failed to process',
      name: 'groundcrew-load-failures',
      retentionDays: 14,
    },
  ],
  apis: [],
  functions: [...functions, ...backfillFunctions],
  stateMachines: [backfillInventory],
  alarms: [
    ...functions.map(({ name }) => ({
      id: `${pascal(name)}Errors`,
      description: `${name} failed: see its log, then docs/inventory.md`,
      metric: { function: name, name: 'Errors' as const },
      statistic: 'Sum' as const,
      threshold: 1,
      periodSeconds: 300,
      evaluationPeriods: 1,
    })),
    {
      id: 'LoadFailuresNotEmpty',
      description: 'LoadFailures contains events that failed: see docs/inventory.md',
      metric: { queue: 'LoadFailures', name: 'ApproximateNumberOfMessagesVisible' },
      statistic: 'Maximum',
      threshold: 1,
      periodSeconds: 300,
      evaluationPeriods: 1,
    },
    {
      id: 'AlertsGivenUp',
      description:
        'Changes that alert-no-stock failed to process were moved to the bucket AlertFailures: see docs/inventory.md',
      metric: { streamOf: 'alert-no-stock', name: 'OnFailureDestinationDeliveredEventCount' },
      statistic: 'Sum',
      threshold: 1,
      periodSeconds: 300,
      evaluationPeriods: 1,
    },
    {
      id: 'AlertsLost',
      description:
        'Changes that alert-no-stock failed to process could not be stored: see docs/inventory.md, then inventory list --out-of-stock',
      metric: { function: 'alert-no-stock', name: 'DestinationDeliveryFailures' },
      statistic: 'Sum',
      threshold: 1,
      periodSeconds: 300,
      evaluationPeriods: 1,
    },
    {
      id: 'AlertsLate',
      description: 'alert-no-stock lags behind the stream by ten minutes: see docs/inventory.md',
      metric: { function: 'alert-no-stock', name: 'IteratorAge' },
      statistic: 'Maximum',
      threshold: 600_000,
      periodSeconds: 300,
      evaluationPeriods: 1,
    },
    {
      id: 'RowsRejected',
      description: 'A stock file had rejected rows: correct the file in the rejects bucket',
      metric: { function: 'load-inventory', name: 'RowsRejected', custom: true },
      statistic: 'Sum',
      threshold: 1,
      periodSeconds: 300,
      evaluationPeriods: 1,
    },
    {
      id: 'FilesRefused',
      description: 'A stock file could not be read: see the .refused.txt in the rejects bucket',
      metric: { function: 'load-inventory', name: 'FilesRefused', custom: true },
      statistic: 'Sum',
      threshold: 1,
      periodSeconds: 300,
      evaluationPeriods: 1,
    },
    {
      id: 'BackfillFailed',
      description: 'A backfill failed: see groundcrew inventory backfill status, then docs/inventory.md',
      metric: { stateMachine: 'backfill-inventory', name: 'ExecutionsFailed' },
      statistic: 'Sum',
      threshold: 1,
      periodSeconds: 300,
      evaluationPeriods: 1,
    },
    // Records to be redelivered are not an error of the function: Lambda counts such an invocation as success.
    {
      id: 'AlertsNotSent',
      description:
        'alert-no-stock could not send alerts for ten minutes: see its log, then docs/inventory.md',
      metric: { function: 'alert-no-stock', name: 'RecordsFailed', custom: true },
      statistic: 'Sum',
      threshold: 1,
      periodSeconds: 300,
      evaluationPeriods: 2,
    },
    {
      id: 'RecordsUnreadable',
      description: 'alert-no-stock stored records that it could not parse',
      metric: { function: 'alert-no-stock', name: 'RecordsUnreadable', custom: true },
      statistic: 'Sum',
      threshold: 1,
      periodSeconds: 300,
      evaluationPeriods: 1,
    },
  ],
  alarmTopic: 'OperationsTopic',
  dashboard,
};

function pascal(kebab: string): string {
  return kebab.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
}
