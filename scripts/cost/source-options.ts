import type { OptionValues } from '@groundcrew/cli';

/** Where costs are read from: options of every command that reads costs. */
export const sourceOptions = {
  source: {
    type: 'text',
    value: 'SOURCE',
    repeat: true,
    description:
      'cost-explorer (the default), athena, or a billing export: a file, a folder, a glob or s3://BUCKET/PREFIX; an ' +
      'export may be repeated',
  },
  athenaTable: {
    type: 'text',
    value: 'DATABASE.TABLE',
    description: 'of --source athena: the table on a FOCUS, CUR 2.0 or legacy CUR export',
  },
  athenaWorkgroup: {
    type: 'text',
    value: 'NAME',
    description: 'of --source athena: the workgroup that queries run in; primary where left out',
  },
  athenaOutput: {
    type: 'text',
    value: 's3://BUCKET/FOLDER/',
    description: "of --source athena: where results are written; the workgroup's own place where left out",
  },
  provider: {
    type: 'text',
    value: 'NAME',
    repeat: true,
    description: 'of a FOCUS export, only charges of this provider: AWS; may be repeated',
  },
  maxSpend: {
    type: 'text',
    value: 'USD',
    default: '1.00',
    description:
      'what the requests to Cost Explorer may cost, $0.01 each; nothing is asked where it is not enough. Athena tells ' +
      'what it charged afterwards: no query follows once it was more',
  },
  noCache: { type: 'flag', description: 'ask Cost Explorer, and pay, for what was answered today, too' },
  showSql: {
    type: 'flag',
    description: 'of an export and of Athena: tell the SQL that is run, on standard error',
  },
} as const;

export type SourceOptions = OptionValues<typeof sourceOptions>;
