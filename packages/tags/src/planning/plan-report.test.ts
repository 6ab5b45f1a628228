import { createPlan } from '@groundcrew/plan';
import { type OutputFormat, render } from '@groundcrew/report';
import { expect, test } from 'vitest';
import { planReport } from './plan-report.ts';

test('people see which resource it is, programs its ARN too', async () => {
  const resource = 'arn:aws:ec2:us-east-1:111122223333:volume/vol-1';
  const target = { accountId: '111122223333', region: 'us-east-1', resource, label: 'data' };
  const plan = createPlan({
    kind: 'tags',
    createdAt: '2026-11-21T00:00:00.000Z',
    accounts: [{ id: '111122223333' }],
    scope: { examined: 1 },
    changes: [
      {
        id: 'a',
        target,
        field: 'Project',
        before: null,
        after: 'shop',
        reason: 'is the default',
        source: 'default',
      },
    ],
    findings: [],
  });
  const written = async (output: OutputFormat) => {
    let text = '';
    for await (const chunk of render(planReport(plan, 'Tag plan'), output)) text += chunk;
    return text;
  };
  expect(await written('csv')).toBe(
    'accountId,region,id,resource,label,field,before,after,reason,source\r\n' +
      `111122223333,us-east-1,volume/vol-1,${resource},data,Project,,shop,is the default,default\r\n`,
  );
  const page = await written('html');
  expect(page).toContain('>volume/vol-1</td>');
  expect(page).not.toContain(resource);
});
