import { createDynamoDBClient } from '@groundcrew/aws/dynamodb';
import { defineCommand, exitCodes } from '@groundcrew/cli';
import { listInventory } from '@groundcrew/inventory/list-inventory';
import { connectionOf } from '../connection.ts';
import { stockSection } from './stock-section.ts';

export const command = defineCommand({
  description:
    'Lists what is on the shelves: the items of one store by name, or of the whole table store by store. ' +
    'The rows come as they are read, so that even a large table can be piped.',
  arguments: [],
  options: {
    store: { type: 'text', value: 'NAME', description: 'the items of one store only' },
    outOfStock: { type: 'flag', description: 'only what has run out' },
    low: { type: 'integer', value: 'N', minimum: 1, description: 'only what there are N or fewer of' },
    table: { type: 'text', value: 'NAME', default: 'Inventory', description: 'the table' },
  },
  examples: [
    { command: 'groundcrew inventory list --store Berlin', description: 'See what one store has' },
    {
      command: 'groundcrew inventory list --out-of-stock --output csv',
      description: 'List what has run out',
    },
    {
      command: "groundcrew inventory list --low 5 --output json | jq '.items[].item'",
      description: 'Hand what runs low to another program',
    },
  ],
  async handler({ options, global, io, signal, print }) {
    const { store, outOfStock, low, table } = options;
    const client = createDynamoDBClient(connectionOf(global, io));
    try {
      const items = listInventory(
        { outOfStock, ...(store !== undefined && { store }), ...(low !== undefined && { low }) },
        { client, tableName: table, signal },
      );
      const whenEmpty = 'Nothing on the shelves answers to this.';
      await print({ title: `Stock in ${table}`, sections: [{ ...stockSection(items), whenEmpty }] });
      return exitCodes.done;
    } finally {
      client.destroy();
    }
  },
});
