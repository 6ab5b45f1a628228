/*
 * A program outside this workspace that uses the operations packages: installed.test.ts packs what `npm run build` made,
 * installs it in an empty folder, checks the types of this file there and runs it.
 */
import { parsePeriod, periodText } from '@groundcrew/cost/periods';
import { parseInstanceType } from '@groundcrew/ec2/instance-type';
import { isGroundcrewError } from '@groundcrew/errors';
import { readStockFile, type StockRow } from '@groundcrew/inventory/stock-file';
import { createPlan, type Plan } from '@groundcrew/plan';
import { render } from '@groundcrew/report';
import { parsePolicy, type TagPolicy } from '@groundcrew/tags/policy';

async function* oneFile(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('store,item,count\nBerlin,Echo Dot,3\n서울,에코 닷,0\n');
}

const rows: StockRow[] = [];
for await (const batch of readStockFile(oneFile())) rows.push(...batch.rows);

const policy: TagPolicy = parsePolicy(Buffer.from('version: 1\nkeys:\n  Project: { required: true }\n'), {
  file: 'tags.yaml',
});

const plan: Plan = createPlan({
  kind: 'example',
  createdAt: '2026-11-28T00:00:00.000Z',
  accounts: [],
  scope: { examined: 0 },
  changes: [],
  findings: [],
});

let code = '';
try {
  parseInstanceType('m7g.largr');
} catch (error) {
  if (isGroundcrewError(error)) code = error.code;
}

const report = {
  title: 'Example',
  sections: [
    {
      kind: 'facts',
      key: 'facts',
      columns: [
        { key: 'rows', title: 'Rows', unit: 'count' },
        { key: 'keys', title: 'Keys' },
        { key: 'plan', title: 'Plan' },
        { key: 'period', title: 'Period' },
        { key: 'code', title: 'Code' },
      ],
      values: {
        rows: rows.length,
        keys: policy.keys.map(({ key }) => key).join(),
        plan: plan.kind,
        period: periodText(parsePeriod('2026-10', { nowMs: Date.UTC(2026, 10, 28) }).range),
        code,
      },
    },
  ],
} as const;
for await (const chunk of render(report, 'json', {})) process.stdout.write(chunk);
