import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'cost.account-names.invalid': {
    meaning: 'The file of account names is malformed, or has two names for an account.',
    action:
      'Write a line `ID,NAME` for each account, or pass the output of `aws organizations list-accounts`.',
  },
  'cost.conversion.invalid': {
    meaning: 'A currency or a rate of `--currency` is malformed, or a month has none.',
    action: 'Write `--currency KRW --rate 1380`, or a file with a line `2026-10,1380` for each month.',
  },
  'cost.dimension.invalid': {
    meaning: 'The name of a dimension is not known.',
    action: 'Write one that the message lists: `service`, `account`, `region`, `tag:KEY`, …',
  },
  'cost.dimension.unsupported': {
    meaning: 'Cost Explorer cannot group or filter by this dimension over these days.',
    action: 'Use a billing export as the source.',
  },
  'cost.exports.dimension-absent': {
    meaning: 'The billing export has no column for the dimension.',
    action: 'Add the column to the export, or group by another dimension.',
  },
  'cost.exports.empty': {
    meaning:
      'The files of a billing export have headers and no rows: how far the data go, and what was billed, is not known.',
    action: 'Wait until AWS has delivered the export, or name files that have rows.',
  },
  'cost.exports.file-unreadable': {
    meaning: 'A file of the export is truncated, malformed or not UTF-8.',
    action: 'Copy or export it again, or save it as UTF-8 if another program has saved it.',
  },
  'cost.exports.metric-absent': {
    meaning: 'The billing export has no column for the metric.',
    action: 'Use `unblended` or `amortized`.',
  },
  'cost.exports.not-found': {
    meaning: 'There is no billing export at the path or address.',
    action:
      'Pass a folder, a glob, a file or `s3://BUCKET/PREFIX` that has `.csv`, `.tsv` or `.parquet` files, or such in `.gz` or `.zip`.',
  },
  'cost.exports.overlap': {
    meaning: 'Two files have the same billing period of the same account; their sum would count it twice.',
    action: 'Name the files of one snapshot, or the folder that has their manifests.',
  },
  'cost.exports.provider-absent': {
    meaning: 'No charge of the export is of the requested provider.',
    action: 'Name one that the message lists.',
  },
  'cost.exports.snapshot-ambiguous': {
    meaning: 'Two deliveries of one billing period are there, and nothing shows which is newer.',
    action: 'Copy the manifest above them too, or pass the folder of one.',
  },
  'cost.exports.snapshot-incomplete': {
    meaning: 'The newest delivery of a billing period is incomplete.',
    action: 'Wait until AWS has written it, or copy all of its files again.',
  },
  'cost.exports.too-large': {
    meaning: 'The files of the export are larger than may be downloaded.',
    action: 'Select fewer months, or query them by Athena.',
  },
  'cost.exports.unknown-format': {
    meaning: 'A file is not a FOCUS, CUR 2.0 or legacy CUR export, or lacks a column.',
    action: 'Add the columns that the message names to the export.',
  },
  'cost.filter.invalid': {
    meaning: 'A filter is malformed or names an unknown dimension.',
    action: 'Write it as the message shows: `service=AmazonEC2`.',
  },
  'cost.filter.unknown-value': {
    meaning: 'A filter names a value that no cost has, such as a misspelled service.',
    action: 'Write one that the message lists.',
  },
  'cost.groupings.too-many': {
    meaning: 'Cost Explorer groups by two dimensions at most.',
    action: 'Leave one out, or use a billing export as the source.',
  },
  'cost.metric.invalid': {
    meaning: 'The name of a metric is not known.',
    action: 'Write one that the message lists.',
  },
  'cost.metric.unsupported': {
    meaning: 'Cost Explorer does not have this metric.',
    action: 'Use one that it has, or a billing export as the source.',
  },
  'cost.period.incomplete': {
    meaning: 'The source lacks days of a period that is compared with another one, or all of them.',
    action: 'Add the files that have them, or compare days that are there: `2026-11-10..2026-11-30`.',
  },
  'cost.period.invalid': {
    meaning: 'A period is malformed, empty or out of range.',
    action: 'Write it in a form that the message shows: `2026-01`, `last-month`, `last-7-days`, …',
  },
  'cost.spend.exceeded': {
    meaning: 'The requests or queries would cost more than `--max-spend` allows; no further ones were made.',
    action: 'Raise `--max-spend`, or select fewer groups or days.',
  },
  'cost.spending.unreadable': {
    meaning: 'The stored count of paid requests of the month is malformed.',
    action: 'Delete the object to start again from zero.',
  },
  'cost.tags.backfill-month': {
    meaning:
      'Cost allocation tags can be applied to costs from the first of a month on, twelve months back at most.',
    action: 'Write a month that the message allows: `--backfill 2026-05`.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
