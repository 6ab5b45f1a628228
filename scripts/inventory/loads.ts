import { createDynamoDBClient } from '@groundcrew/aws/dynamodb';
import { defineCommand, exitCodes } from '@groundcrew/cli';
import { listLoads } from '@groundcrew/inventory/ledger';
import { loadsSinceReport } from '@groundcrew/inventory/undo-report';
import { openConnection } from '../connection.ts';
import { languageOption } from '../language-option.ts';
import { ledgerOptions } from './ledger-options.ts';

export const command = defineCommand({
  description:
    'Lists the loads in the ledger of the function (30 days), newest first, and which of them can be undone.',
  arguments: [],
  options: {
    ledger: ledgerOptions.ledger,
    limit: {
      type: 'integer',
      value: 'N',
      minimum: 1,
      default: 20,
      description: 'how many to list',
    },
    ...languageOption,
  },
  examples: [
    { command: 'groundcrew inventory loads', description: 'List the last loads' },
    {
      command: "groundcrew inventory loads --output json | jq -r '.loads[] | select(.canUndo == true).load'",
      description: 'Pass the loads that can be undone to another program',
    },
  ],
  async handler({ options: { ledger, limit }, global, io, signal, print }) {
    const client = createDynamoDBClient(await openConnection({ global, io, signal }));
    try {
      const { entries } = await listLoads(client, { tableName: ledger, limit, signal });
      await print(loadsSinceReport(ledger, entries));
      return exitCodes.done;
    } finally {
      client.destroy();
    }
  },
});
