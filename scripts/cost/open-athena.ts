import { createAthena, createAthenaClient } from '@groundcrew/aws/athena';
import { usageError } from '@groundcrew/cli';
import { createAthenaSource } from '@groundcrew/cost/athena';
import type { Money } from '@groundcrew/cost/money';
import { openConnection } from '../connection.ts';
import type { SourceContext, SourceHandle } from './source-handle.ts';
import type { SourceOptions } from './source-options.ts';

/** An Athena table on a billing export. */
export async function openAthena(
  maxSpendUsd: Money,
  { athenaTable, athenaWorkgroup, athenaOutput, provider }: SourceOptions,
  { global, io, signal }: SourceContext,
): Promise<SourceHandle> {
  const { database, table } = tableOf(athenaTable);
  if (athenaOutput !== undefined && !/^s3:\/\/[^/]+/.test(athenaOutput))
    throw usageError(`--athena-output "${athenaOutput}" is not a location in S3; write s3://BUCKET/FOLDER/`);
  const client = createAthenaClient(await openConnection({ global, io, signal }));
  try {
    const source = await createAthenaSource({
      athena: createAthena({ client }),
      database,
      table,
      ...(athenaWorkgroup !== undefined && { workgroup: athenaWorkgroup }),
      ...(athenaOutput !== undefined && { outputLocation: athenaOutput }),
      ...(provider.length > 0 && { providers: provider }),
      maxSpendUsd,
      now: io.now,
      signal,
    });
    return { source, close: () => client.destroy() };
  } catch (error) {
    client.destroy();
    throw error;
  }
}

function tableOf(text: string | undefined): { readonly database: string; readonly table: string } {
  if (text === undefined)
    throw usageError('--source athena needs the table of the billing export: --athena-table DATABASE.TABLE');
  const [database, table, ...rest] = text.split('.');
  if (!database || !table || rest.length > 0)
    throw usageError(`--athena-table "${text}" is not DATABASE.TABLE, such as bills.focus`);
  return { database, table };
}
