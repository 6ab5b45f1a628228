import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'inventory.alerts.not-kept': {
    meaning: 'A record that could not be read could not be stored in the bucket of unreadable records.',
    action: 'Act on the message; the record is retried.',
  },
  'inventory.cp949-not-loaded': {
    meaning: 'CP949 text was decoded before its tables were loaded.',
    action: 'Report it: this is a defect of groundcrew.',
  },
  'inventory.event.record-unknown': {
    meaning: 'A record of an event does not name an object.',
    action: 'Send S3 notifications: each record needs `s3.bucket.name` and `s3.object.key`.',
  },
  'inventory.event.unknown': {
    meaning: 'The function was invoked with something that is not an S3 notification.',
    action: 'Send the event that S3 sends.',
  },
  'inventory.file.binary': {
    meaning:
      'The file is not text: it has a null character in its first 64 KiB. Excel, ZIP, PDF, Parquet, Zstandard, bzip2, xz and doubly gzipped files are named.',
    action: 'Save it as CSV.',
  },
  'inventory.file.changed': {
    meaning: 'The file ends before the byte where reading was to resume: it is not the file that was begun.',
    action: 'Load it from its start.',
  },
  'inventory.file.columns-duplicate': {
    meaning: 'The header has two columns for one field, or a column to keep twice.',
    action: 'Rename all but one, or name the right one as an alias.',
  },
  'inventory.file.columns-missing': {
    meaning: 'The header lacks a column for the store, the item or the count.',
    action: 'Rename a column, or name it as an alias.',
  },
  'inventory.file.empty': {
    meaning: 'The file has nothing but blank lines.',
    action: 'Write a header and a row for each item.',
  },
  'inventory.file.gzip-broken': {
    meaning:
      'The gzip data is truncated, has a wrong checksum, or has something after its end. Rows before it may be stored.',
    action: 'Compress the file again and upload it.',
  },
  'inventory.file.no-header': {
    meaning:
      'The first line has none of the columns, is too long or has an open quote; or no row ends near the start of the file.',
    action: 'Name the columns store, item and count (or their aliases) in the first line.',
  },
  'inventory.file.no-rows': {
    meaning: 'The file has a header only. Bad rows count as rows.',
    action: 'Add a row for each item, or do not upload it.',
  },
  'inventory.ledger.busy': {
    meaning: 'Another run held the object for the whole invocation.',
    action: 'Nothing: Lambda retries the event.',
  },
  'inventory.ledger.lost': {
    meaning: 'Another run took over the load, because this one did not renew its lease in time.',
    action: 'Nothing: the other run completes the load.',
  },
  'inventory.ledger.superseded': {
    meaning: 'A later upload of the same object arrived.',
    action: 'Nothing: its own event loads it.',
  },
  'inventory.load.no-progress': {
    meaning:
      'The table accepted nothing for a whole invocation, or reading was to resume after the end of the object.',
    action:
      'Check the throttling of the table, and what the message says is between the function and S3; then redrive the event.',
  },
  'inventory.load.no-time': {
    meaning: 'The invocation had too little time left to begin the upload.',
    action: 'Nothing: Lambda retries the event.',
  },
  'inventory.load.some-failed': {
    meaning: 'Several uploads of one event failed.',
    action: 'The log has a line for each.',
  },
  'inventory.rejects.is-input': {
    meaning: 'The rejects file is the input file.',
    action: 'Name another file.',
  },
  'inventory.rejects.write-failed': {
    meaning: 'The rejects file could not be written.',
    action: 'Make room or grant access, or name another file.',
  },
  'inventory.settings.column-name': {
    meaning: 'A column name in the settings is blank.',
    action: 'Write a name, or leave it out.',
  },
  'inventory.settings.counts': {
    meaning: '`counts` is not one of its values.',
    action: 'Set it to `whole` or `decimal`.',
  },
  'inventory.settings.delimiter': {
    meaning: '`delimiter` is not one of its values.',
    action: 'Set it to one that the message lists.',
  },
  'inventory.settings.encoding': {
    meaning: '`encoding` is not one of its values.',
    action: 'Set it to one that the message lists.',
  },
  'inventory.settings.max-row-bytes': {
    meaning: 'The maximum length of a row is not a whole number in its range.',
    action: 'Set it to a number that the message allows.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
