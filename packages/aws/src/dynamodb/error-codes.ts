import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'aws-dynamodb.bulk-busy': {
    meaning:
      'DynamoDB starts no bulk put now: another one runs, the table changes, or there are as many operations as the account may have.',
    action: 'Run the command again later: what was prepared is not prepared again.',
  },
  'aws-dynamodb.bulk-failed': {
    meaning: 'A bulk put could not be started, described or cancelled.',
    action:
      'Act on `details.reason`; the caller needs `dynamodb:StartBulkPutItems` and `dynamodb:DescribeBulkOperation`, and has to be allowed to read the input and write the output.',
  },
  'aws-dynamodb.item-too-large': {
    meaning: 'An item is larger than DynamoDB stores (400 KB).',
    action: 'Shorten its attributes, or keep fewer columns.',
  },
  'aws-dynamodb.list-failed': {
    meaning: 'The tables could not be listed.',
    action: 'Act on `details.reason`; the caller needs `dynamodb:ListTables`.',
  },
  'aws-dynamodb.read-failed': {
    meaning: 'Items, or facts about a table, could not be read.',
    action: 'Act on `details.reason`; the message names the table.',
  },
  'aws-dynamodb.table-not-found': {
    meaning: 'The table does not exist in this account and region.',
    action: 'Check its name, the region and the account; deploy again if it was deleted.',
  },
  'aws-dynamodb.value-unknown': {
    meaning: 'A value has no DynamoDB type.',
    action: 'Report it: this is a defect of groundcrew.',
  },
  'aws-dynamodb.write-failed': {
    meaning: 'Items could not be written.',
    action: 'Act on `details.reason`; what was written so far is in `details`.',
  },
  'aws-dynamodb.writer.callback-failed': {
    meaning: 'A callback of the table writer threw.',
    action: 'Report it: this is a defect of groundcrew.',
  },
  'aws-dynamodb.writer.fenced': {
    meaning: 'Another run took over the load, so this one stopped writing.',
    action: 'Nothing: the other run completes the load.',
  },
  'aws-dynamodb.writer.serialize-failed': {
    meaning: 'A row could not be converted to an item.',
    action: 'Report it: this is a defect of groundcrew.',
  },
  'aws-dynamodb.writer.stopped': {
    meaning: 'Writing was stopped before its end; the rows written so far are stored.',
    action: 'Load the file again: rows that are stored already are not changed.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
