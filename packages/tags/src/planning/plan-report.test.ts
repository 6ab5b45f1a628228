import { type Change, createPlan, type Plan } from '@groundcrew/plan';
import { type OutputFormat, render } from '@groundcrew/report';
import { expect, test } from 'vitest';
import { planReport } from './plan-report.ts';

const accountId = '111122223333';

function change(
  id: string,
  given: Partial<Change> & { readonly managedBy?: readonly string[] } = {},
): Change {
  const { managedBy, field = 'Project', ...rest } = given;
  const resource = `arn:aws:ec2:us-east-1:${accountId}:volume/${id}`;
  const target = { accountId, region: 'us-east-1', resource, label: 'data', ...(managedBy && { managedBy }) };
  const base = { before: null, after: 'shop', reason: 'is the default', source: 'default' };
  return { ...base, ...rest, field, target, id: `${resource}#${field}` };
}

function planOf(changes: readonly Change[]): Plan {
  const accounts = [{ id: accountId }];
  const createdAt = '2026-11-21T00:00:00.000Z';
  return createPlan({ kind: 'tags', createdAt, accounts, scope: { examined: 9 }, changes, findings: [] });
}

async function written(plan: Plan, output: OutputFormat, top?: number) {
  let text = '';
  for await (const chunk of render(planReport(plan, 'Tag plan', { output, top }), output)) text += chunk;
  return text;
}

test('people see which resource it is, programs its ARN too', async () => {
  const plan = planOf([change('vol-1', { managedBy: ['CloudFormation stack web', 'Terraform'] })]);
  const { resource } = plan.changes[0]!.target;
  expect(await written(plan, 'csv')).toBe(
    'accountId,region,id,resource,label,field,before,after,reason,source,managedBy\r\n' +
      `${accountId},us-east-1,volume/vol-1,${resource},data,Project,,shop,is the default,default,"CloudFormation stack web, Terraform"\r\n`,
  );
  const page = await written(plan, 'html');
  expect(page).toContain('>volume/vol-1</td>');
  expect(page).toContain('>CloudFormation stack web, Terraform</td>');
  expect(page).not.toContain(resource);
});

test('a page has sums by key, and a row a resource', async () => {
  const page = await written(
    planOf([
      change('vol-1'),
      change('vol-1', { field: 'project', before: 'Shop', after: null, reason: 'is a variant of "Project"' }),
      change('vol-2', { before: 'x', reason: 'is how the policy writes "x"' }),
    ]),
    'html',
  );
  expect(page).toContain('>+ Project=shop, - project=Shop</td>');
  expect(page).toContain('>~ Project=x → shop</td>');
  expect(page).toContain('is how the policy writes &quot;…&quot;');
});

test('a page does not grow with the plan, but shows how much there is; a spreadsheet has every change', async () => {
  const plan = planOf(Array.from({ length: 3_000 }, (_, index) => change(`vol-${index}`)));
  const page = await written(plan, 'html');
  expect(page.match(/<tr>/g)!.length).toBeLessThan(1_010);
  expect(page).toContain('Shown are 1,000 of 3,000 resources');
  expect((await written(plan, 'html', 10)).match(/<tr>/g)!.length).toBeLessThan(20);
  expect((await written(plan, 'csv')).trim().split('\r\n')).toHaveLength(3_001);
});
