import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'inventory.alerts.no-replay': {
    meaning: 'The function does not know replays: it is of a version before them, or it is another function.',
    action: 'Deploy the inventory stack of this version, or name the function with `--function`.',
  },
  'inventory.alerts.not-kept': {
    meaning: 'A record that could not be read could not be stored in the bucket of unreadable records.',
    action: 'Act on the message; the record is retried.',
  },
  'inventory.archive.no-room': {
    meaning:
      'A workbook or ZIP archive of more than 8 MiB could not be kept in the temporary folder, where it is read.',
    action: 'Make room there (of a function: its ephemeral storage), or upload the table as CSV.',
  },
  'inventory.bulk.line-too-large': {
    meaning:
      'A row makes an item, or a key, that is larger than DynamoDB takes; nothing of the file is loaded.',
    action: 'Shorten the row on the line named, or keep fewer columns.',
  },
  'inventory.bulk.guard-ignored': {
    meaning:
      'Before the load, a bulk put of one line whose condition does not hold wrote it anyway: older counts could replace newer ones. Nothing of the file is loaded.',
    action: 'Load with `--engine function`, and report it: this is a defect of groundcrew.',
  },
  'inventory.bulk.line-refused': {
    meaning:
      'Before the load, a bulk put of one line did not end as documented for one whose condition does not hold. Nothing of the file is loaded.',
    action: 'Act on the reason in the message; `--engine function` loads without bulk put.',
  },
  'inventory.bulk.table-refused': {
    meaning:
      'The table takes no bulk put: it is a global table, an index of it is being created, or its keys are not those of stock items.',
    action: 'Wait until the index is ready, or load with `--engine function`.',
  },
  'inventory.bulk.not-guarded': {
    meaning:
      'The table has items without the attribute `FileTime`: whoever writes them does not use `OrderGuard` `item`, and would take no notice of what a bulk put writes.',
    action: 'Set `OrderGuard` to `item` for all loads of the table, then pass `--adopt`.',
  },
  'inventory.bulk.staging-broken': {
    meaning: 'What an earlier run left beneath the prefix of a bulk load is not as it was written.',
    action: 'Delete the objects beneath the prefix named, and load the file again.',
  },
  'inventory.bulk.too-many-parts': {
    meaning: 'The file needs more objects than one bulk put takes (50,000).',
    action: 'Split the file into several.',
  },
  'inventory.backfill.event-unknown': {
    meaning: 'A function of the backfill was invoked with something that its state machine does not send.',
    action: 'Start a backfill by `groundcrew inventory backfill`.',
  },
  'inventory.backfill.full-exports': {
    meaning:
      'The stack has full exports, whose missing shelves vanish: a backfill does not know when a shelf was missing.',
    action: 'Load the files one by one with `groundcrew inventory load --full --order-guard item`.',
  },
  'inventory.backfill.no-files': {
    meaning: 'Nothing under the prefix is to be read.',
    action: 'Check the prefix, `--since` and `--match`; the counts show why each object is left out.',
  },
  'inventory.backfill.not-running': {
    meaning: 'The backfill is not in the state that the command needs.',
    action: 'See `groundcrew inventory backfill status`.',
  },
  'inventory.backfill.too-many-files': {
    meaning: 'One backfill would read more than 100,000 files.',
    action: 'Choose a longer prefix, `--since` or `--match`; several backfills may run in any order.',
  },
  'inventory.backfill.unguarded': {
    meaning:
      'Live uploads are loaded without a time at each item, or the table has items without one: a backfill could put an older count back.',
    action:
      'Set `OrderGuard` of the stack to `item`; then pass `--adopt`, if what is in the table may be replaced by the counts of the files.',
  },
  'inventory.backfill.unknown': {
    meaning:
      'There is no backfill of that name in the bucket, or it was removed after 90 days; or the state machine has no execution of that name.',
    action: 'Check the name, `--rejects-bucket` and `--state-machine`, or start it again.',
  },
  'inventory.codec-not-loaded': {
    meaning: 'Text was decoded before the tables of its encoding were loaded.',
    action: 'Report it: this is a defect of groundcrew.',
  },
  'inventory.cp949-not-loaded': {
    meaning: 'CP949 text was decoded before its tables were loaded.',
    action: 'Report it: this is a defect of groundcrew.',
  },
  'inventory.duplicates.no-room': {
    meaning: 'The rows of a large file could not be written to the temporary folder, to look for duplicates.',
    action: 'Make room there (of a function: its ephemeral storage), or choose the policy `last`.',
  },
  'inventory.event.record-unknown': {
    meaning: 'A record of an event does not name an object.',
    action: 'Send S3 notifications: each record needs `s3.bucket.name` and `s3.object.key`.',
  },
  'inventory.event.unknown': {
    meaning: 'The function was invoked with something that is not an S3 notification.',
    action: 'Send the event that S3 sends.',
  },
  'inventory.file.archive-broken': {
    meaning:
      'The workbook (.xlsx) or ZIP archive is truncated, has a wrong checksum, or has parts that can’t be read. Rows before it are stored only with the duplicate policy `last`.',
    action: 'Save the workbook again, or make the archive again, and upload it.',
  },
  'inventory.file.archive-files': {
    meaning: 'The ZIP archive has no file in it, several that may be the stock, or another archive.',
    action: 'Upload the stock file by itself, or alone in an archive.',
  },
  'inventory.file.archive-too-large': {
    meaning:
      'What is in the workbook or ZIP archive takes more than 200 times its compressed size (and more than 64 MiB), or more memory than a table needs.',
    action: 'Save the table as CSV.',
  },
  'inventory.file.binary': {
    meaning:
      'The file is not text, and no workbook that is read: it has a null character in its first 64 KiB. Old workbooks (.xls), other documents, PDF, Parquet, Zstandard, bzip2, xz and doubly gzipped files are named.',
    action: 'Save it as .xlsx or as CSV.',
  },
  'inventory.file.changed': {
    meaning: 'The file ends before the byte where reading was to resume: it is not the file that was begun.',
    action: 'Load it from its start.',
  },
  'inventory.file.columns-duplicate': {
    meaning: 'The header has two columns for one field, or a column to keep twice.',
    action:
      'Pass the right one: `--column count="On hand"`, or as the only name in the setting `ColumnAliases`. Rename columns of the same name.',
  },
  'inventory.file.columns-missing': {
    meaning:
      'The header lacks a column for the store, the item or the count; or its quantity may be of orders, of movements or of damaged or reserved goods, as other columns show.',
    action:
      'Rename a column, or pass its name as the message shows: `--column count="Bestand Ist"`. Load a list of what is in stock.',
  },
  'inventory.file.empty': {
    meaning: 'The file has nothing but blank lines.',
    action: 'Write a header and a row for each item.',
  },
  'inventory.file.encoding-changes': {
    meaning:
      'The file begins in one encoding and continues in another: it was put together of several files.',
    action: 'Load each file by itself, or save all of them as UTF-8 first.',
  },
  'inventory.file.encoding-unknown': {
    meaning: 'The metadata `x-amz-meta-encoding` of the object name no encoding that is read.',
    action: 'Set it to one that the message lists, or leave it out.',
  },
  'inventory.file.encoding-unsure': {
    meaning:
      'The bytes make sense in several encodings, or in none that is read. The message shows how each would read two lines.',
    action:
      'Pass `--encoding`, upload the file with the metadata `x-amz-meta-encoding`, or set `Encoding`; or save it as UTF-8.',
  },
  'inventory.file.encrypted': {
    meaning: 'The workbook, or the file in the ZIP archive, is protected by a password.',
    action: 'Save it without a password.',
  },
  'inventory.file.full-too-large': {
    meaning:
      'A full export has more than 10,000 stores or four million shelves: more than are held in memory.',
    action: 'Split it by store, or load it as a file that is not a full export.',
  },
  'inventory.file.gzip-broken': {
    meaning:
      'The gzip data is truncated, has a wrong checksum, or has something after its end. Rows before it are stored only with the duplicate policy `last`.',
    action: 'Compress the file again and upload it.',
  },
  'inventory.file.lines-quoted': {
    meaning: 'Each line, or the header, is quoted as a whole, or each row of the sheet is in one cell.',
    action:
      'Remove the quotes at the start and the end of each line; split the cells of the sheet, or load the file it was made from.',
  },
  'inventory.file.markup': {
    meaning: 'The file is a web page, XML, JSON or a document, often under the name of a spreadsheet.',
    action: 'Open it in a spreadsheet, and save it as CSV.',
  },
  'inventory.file.no-header': {
    meaning:
      'None of the first 20 lines names a column; or the first one is too long or has an open quote; or rows stand above the header.',
    action: 'Name the columns store, item and count (or their aliases) in one line, above all rows.',
  },
  'inventory.file.no-rows': {
    meaning: 'The file has a header only. Bad rows count as rows.',
    action: 'Add a row for each item, or do not upload it.',
  },
  'inventory.file.numbers-contradict': {
    meaning:
      'With the duplicate policy `last`: commas or points grouped digits in the rows before, and begin a fraction now, or the other way round.',
    action: 'Write all counts without such marks, or load the file with another policy.',
  },
  'inventory.file.rejects-source': {
    meaning:
      'A repaired file of rejects does not state which file its rows come from: its column `reject_source` is missing, empty, altered, or names two files.',
    action:
      'Restore the column from the file of rejects; load the rows of each source as a file of their own; or remove all `reject_` columns to load them as a new file.',
  },
  'inventory.file.second-table': {
    meaning:
      'A row in the middle of the file is a header with other columns, or in another order: the file is put together of several tables.',
    action: 'Load each table from a file of its own, or give all of them the same columns.',
  },
  'inventory.file.sheet-missing': {
    meaning: 'The workbook has no sheet of the name or number that was chosen, or none that is not hidden.',
    action:
      'Choose one that the message lists: `--sheet`, the metadata `x-amz-meta-sheet` of the object, or the setting `Sheet`.',
  },
  'inventory.file.shelves-repeat': {
    meaning:
      'More than a million shelves are on several rows of the file, or more than a hundred thousand rows of it read as totals.',
    action:
      'Load it with the duplicate policy `last`, or add up the rows of each shelf before; remove the rows of totals.',
  },
  'inventory.file.shelves-vanish': {
    meaning:
      'A full export names so few of the shelves of a store that more of them would vanish than is set: by default more than 20 %. Nothing of it was written.',
    action:
      'Export it again if it is not complete. If it is right, upload it again with the metadata `x-amz-meta-full-confirmed: yes`, or pass `--confirm-vanished`.',
  },
  'inventory.file.time-unknown': {
    meaning:
      'The place of the file among others is not known: with the setting `FileTime` `name`, its name has no date, or several.',
    action:
      'Name it like `stock-2026-03-01.csv` or `stock-20260301-0830.csv`, or set `FileTime` to `modified`.',
  },
  'inventory.file.too-old': {
    meaning: 'Newer files name more than four million shelves of the file: more than are held in memory.',
    action: 'Split it, or leave it out: most of it is outdated.',
  },
  'inventory.file.units-differ': {
    meaning:
      'A column with the unit of each count has several, of which one holds more than a piece or is not known: 3 dozen are 3 or 36.',
    action:
      'Write all counts in pieces. To store them as they are, with the unit beside each, keep the column: `--keep-column unit` (setting `KeepColumns`).',
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
      'Check the throttling of the table, and what the message names between the function and S3; then redrive the event.',
  },
  'inventory.load.no-time': {
    meaning: 'The invocation had too little time left to begin the upload.',
    action: 'Nothing: Lambda retries the event.',
  },
  'inventory.load.some-failed': {
    meaning: 'Several uploads of one event failed.',
    action: 'The log has a line for each.',
  },
  'inventory.order.set-broken': {
    meaning:
      'The list of the shelves of a newer file, in the rejects bucket beneath `.order/`, cannot be read.',
    action:
      'Nothing at first: Lambda retries. If it stays, delete that object; then upload the newer file again.',
  },
  'inventory.order.too-many-shelves': {
    meaning:
      'The files of one command have more than four million shelves together: more than are held in memory.',
    action: 'Load them one at a time, the oldest first.',
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
    meaning:
      'A column name in the settings is blank, or `FileTime` is to be kept, which is an attribute of its own.',
    action: 'Write a name, or leave it out; keep the column `FileTime` as `filetime`.',
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
  'inventory.settings.names': {
    meaning: '`names` is not one of its values.',
    action: 'Set it to `normalize` or `keep`.',
  },
  'inventory.undo.busy': {
    meaning: 'The load is in progress, or is being undone right now.',
    action: 'Wait until it has ended; after an interruption, for half a minute.',
  },
  'inventory.undo.journal-broken': {
    meaning: 'A journal has a line that is not a record of a change, before its last one.',
    action: 'Restore the journal as it was written. Records before that line may have been put back.',
  },
  'inventory.undo.journal-not-written': {
    meaning:
      'The journal of a load could not be written, so nothing that it would record was written either.',
    action: 'Make room or grant access, or load without `--undo`.',
  },
  'inventory.undo.no-journal': {
    meaning:
      'Nothing recorded what was there before the load: `UndoJournal` was `off`, the load was made without `--undo`, by a version before 0.2.0, or more than 90 days ago.',
    action:
      'Load the file before it again, or restore the table from point-in-time recovery: see “Undoing a load” in docs/inventory.md.',
  },
  'inventory.undo.too-many-shelves': {
    meaning: 'The load changed more than four million shelves: more than are held in memory.',
    action: 'Restore the table from point-in-time recovery.',
  },
  'inventory.undo.unknown-load': {
    meaning: 'The ledger has no such upload, or only a later one of its object.',
    action: 'List the loads: `groundcrew inventory loads`.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
