import { createDynamoDBClient } from '@groundcrew/aws/dynamodb';
import { defineCommand, exitCodes } from '@groundcrew/cli';
import { listInventory } from '@groundcrew/inventory/list-inventory';
import { stockReport } from '@groundcrew/inventory/stock-report';
import { readAhead } from '@groundcrew/report';
import { openConnection } from '../connection.ts';
import { languageOption } from '../language-option.ts';

export const command = defineCommand({
  description:
    'Lists stock items: those of one store by name, or of the whole table store by store. ' +
    'Rows are written as they are read, so that even a large table can be piped.',
  arguments: [],
  options: {
    store: { type: 'text', value: 'NAME', description: 'the items of one store only' },
    outOfStock: { type: 'flag', description: 'only items out of stock' },
    low: { type: 'integer', value: 'N', minimum: 1, description: 'only items with a count of N or less' },
    table: { type: 'text', value: 'NAME', default: 'Inventory', description: 'the table' },
    ...languageOption,
  },
  examples: [
    { command: 'groundcrew inventory list --store Berlin', description: 'List the items of one store' },
    {
      command: 'groundcrew inventory list --out-of-stock --output csv',
      description: 'List items out of stock',
    },
    {
      command: "groundcrew inventory list --low 5 --output json | jq '.items[].item'",
      description: 'Pass low items to another program',
    },
  ],
  async handler({ options, global, io, signal, print }) {
    const { store, outOfStock, low, table } = options;
    const client = createDynamoDBClient(await openConnection({ global, io, signal }));
    try {
      const items = listInventory(
        { outOfStock, ...(store !== undefined && { store }), ...(low !== undefined && { low }) },
        { client, tableName: table, signal },
      );
      const report = stockReport(table, items);
      // A page begins with the counts, which are known after the rows.
      await print(global.output === 'html' ? await readAhead(report) : report);
      return exitCodes.done;
    } finally {
      client.destroy();
    }
  },
});
