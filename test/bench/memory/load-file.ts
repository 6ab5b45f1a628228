import { createReadStream } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientConfig, sleep } from '@groundcrew/aws-core';
import { createRejectsInFile, createStockWriter, loadStockFile } from '@groundcrew/inventory';

// Loads the file that the command line names into the table at AWS_ENDPOINT_URL, and tells the peak of its memory.
const path = process.argv[2]!;
const { summary } = await loadStockFile(
  { open: async (start) => createReadStream(path, { start }), settings: {} },
  {
    createWriter: createStockWriter({ client: new DynamoDBClient(clientConfig()), tableName: 'Inventory' }),
    rejects: createRejectsInFile({ path: `${path}.rejects.csv`, inputPath: path }),
    now: Date.now,
    sleep,
  },
);
if (summary.status !== 'loaded' || summary.rejected > 0) throw new Error(JSON.stringify(summary));
const peakMib = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ ...summary, peakMib }));
