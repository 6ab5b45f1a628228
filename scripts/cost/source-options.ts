import type { OptionValues } from '@groundcrew/cli';

/** Where costs are read from: options of every command that reads costs. */
export const sourceOptions = {
  source: {
    type: 'text',
    value: 'SOURCE',
    repeat: true,
    description:
      'cost-explorer (default), athena, or a billing export: a file, a folder, a glob or s3://BUCKET/PREFIX; exports ' +
      'may be repeated',
  },
  athenaTable: {
    type: 'text',
    value: 'DATABASE.TABLE',
    description: 'for --source athena: the table on a FOCUS, CUR 2.0 or legacy CUR export',
  },
  athenaWorkgroup: {
    type: 'text',
    value: 'NAME',
    description: 'for --source athena: the workgroup of the queries; default: primary',
  },
  athenaOutput: {
    type: 'text',
    value: 's3://BUCKET/FOLDER/',
    description: "for --source athena: where results are written; default: the workgroup's own location",
  },
  provider: {
    type: 'text',
    value: 'NAME',
    repeat: true,
    description: 'for a FOCUS export: only charges of this provider, such as AWS; may be repeated',
  },
  accountNames: {
    type: 'text',
    value: 'FILE',
    description:
      'names of accounts, printed beside their ids: lines ID,NAME, or the output of aws organizations list-accounts; ' +
      'default: those that the export has',
  },
  maxSpend: {
    type: 'text',
    value: 'USD',
    default: '1.00',
    description:
      'limit for the price of requests to Cost Explorer, $0.01 each; no request is sent if all of them exceed it. Athena ' +
      'reports the price afterwards: no further query is sent once the limit is exceeded',
  },
  noCache: { type: 'flag', description: 'send, and pay for, cached requests again' },
  showSql: {
    type: 'flag',
    description: 'for an export and for Athena: print the SQL statements to standard error',
  },
} as const;

export type SourceOptions = OptionValues<typeof sourceOptions>;
