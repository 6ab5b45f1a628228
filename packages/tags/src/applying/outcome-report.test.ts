import type { Change } from '@groundcrew/plan';
import { render } from '@groundcrew/report';
import { expect, test } from 'vitest';
import { outcomeReport } from './outcome-report.ts';

function failed(accountId: string, id: string) {
  const region = 'ap-northeast-2';
  const resource = `arn:aws:ec2:${region}:${accountId}:snapshot/${id}`;
  const target = { accountId, region, resource };
  const change: Change = {
    id,
    target,
    field: 'Environment',
    before: null,
    after: 'production',
    reason: 'is inherited',
  };
  return { change, status: 'failed', message: `the permission ec2:CreateTags is missing for ${id}` } as const;
}

async function shown(outcomes: readonly ReturnType<typeof failed>[]): Promise<string> {
  const report = outcomeReport({ title: 'Applied', output: 'table', outcomes, findings: [], calls: 1 });
  let text = '';
  for await (const chunk of render(report, 'table', { width: 80 })) text += chunk;
  return text;
}

test('what failed is named in full in a terminal of 80 columns', async () => {
  const text = await shown([failed('111122223333', 'snap-0fb00ffa1036e49c0')]);
  expect(text).toContain('failed  ap-northeast-2  snapshot/snap-0fb00ffa1036e49c0  Environment\n');
  expect(text).toContain('    Why: the permission ec2:CreateTags is missing for snap-0fb00ffa1036e49c0\n');
});

test('accounts are shown if there are several', async () => {
  expect(await shown([failed('111122223333', 'snap-1')])).not.toContain('Account');
  const text = await shown([failed('111122223333', 'snap-1'), failed('444455556666', 'snap-2')]);
  expect(text).toMatch(/111122223333 (.|\n)*444455556666 /);
});
