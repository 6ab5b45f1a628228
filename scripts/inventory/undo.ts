import { existsSync } from 'node:fs';
import { createDynamoDBClient } from '@groundcrew/aws/dynamodb';
import { confirm, createProgress, defineCommand, exitCodes } from '@groundcrew/cli';
import { undoReport } from '@groundcrew/inventory/undo-report';
import type { UndoResult } from '@groundcrew/inventory/undo';
import { openConnection } from '../connection.ts';
import { languageOption } from '../language-option.ts';
import { ledgerOptions } from './ledger-options.ts';
import { findJournal, type FoundJournal } from './find-journal.ts';

export const command = defineCommand({
  description:
    'Undoes a load: restores the counts of before, and removes shelves that did not exist. A load of the function is named by its ' +
    'upload, s3://bucket/key or with #SEQUENCER as inventory loads lists it; one of the command by its journal, which inventory ' +
    'load --undo wrote, or by the file beside it. What was changed since, or set by a newer file, is left and listed; the exit ' +
    'code is then 3. It can be repeated after an interruption.',
  arguments: [{ name: 'load', description: 'the upload, the journal, or the file with a journal beside it' }],
  options: {
    dryRun: {
      type: 'flag',
      description: 'write nothing; report what would be restored, and what would be left',
    },
    yes: { type: 'flag', description: 'do not prompt for confirmation' },
    ...ledgerOptions,
    ...languageOption,
  },
  examples: [
    {
      command: 'groundcrew inventory undo s3://shop-stock/berlin.csv --dry-run',
      description: 'See what undoing the newest load of an object would put back',
    },
    {
      command: 'groundcrew inventory undo stock.csv',
      description: 'Undo a load of the command, after a question',
    },
    {
      command: "groundcrew inventory undo 's3://shop-stock/berlin.csv#0068F1A2B3C4D5E6F7' --yes",
      description: 'Undo one of several loads of an object, without a question',
    },
  ],
  async handler({ options, arguments: { load }, global, io, signal, print }) {
    const { dryRun, yes } = options;
    const connection = await openConnection({ global, io, signal }, { changes: true });
    const client = createDynamoDBClient(connection);
    const progress = createProgress(io, { label: dryRun ? 'Comparing' : 'Undoing', unit: 'shelves' });
    const onProgress = (done: number): void => progress.update({ done });
    try {
      const found = await findJournal(load, { options, connection, dynamodb: client, existsSync, signal });
      const run = (isDryRun: boolean): Promise<UndoResult> =>
        found.undo({ client, isDryRun, onProgress, signal });
      let result: UndoResult;
      if (dryRun) result = await run(true);
      else {
        if (!yes) await ask(found, await run(true));
        result = await run(false);
      }
      progress.end();
      await print(undoReport({ load: found.name, table: found.table, isDryRun: dryRun, result }));
      return result.left > 0 ? exitCodes.partial : exitCodes.done;
    } finally {
      progress.end();
      client.destroy();
    }

    async function ask({ name, table }: FoundJournal, expected: UndoResult): Promise<void> {
      progress.end();
      const { restored, removed, left } = expected;
      const others = left > 0 ? `, and leave ${left} that changed since` : '';
      await confirm(
        io,
        `Put back ${restored} and remove ${removed} shelves of ${table} that the load of ${name} changed${others}?`,
        { yes },
      );
    }
  },
});
