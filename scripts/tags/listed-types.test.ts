import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAccounts, startLocal } from '@groundcrew/local';
import { expect, onTestFinished, test, vi } from 'vitest';
import { groundcrew, temporaryFolder } from '../testing/groundcrew.ts';

const arnOf = (service: string, resource: string) => `arn:aws:${service}:us-east-1:111122223333:${resource}`;

test('what was never tagged and only its service lists is planned for, tagged, and put back', async () => {
  const local = await startLocal({
    region: 'us-east-1',
    accounts: parseAccounts({
      accounts: [
        {
          id: '111122223333',
          regions: {
            'us-east-1': {
              dbInstances: [{ name: 'shop' }],
              autoScalingGroups: [{ name: 'web', min: 0, desired: 0, max: 1 }],
              others: [
                { arn: arnOf('ecs', 'cluster/main') },
                { arn: arnOf('ecs', 'service/main/web') },
                { arn: arnOf('elasticloadbalancing', 'loadbalancer/app/web/50dc') },
              ],
            },
          },
        },
      ],
    }),
  });
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await local.close();
  });
  for (const [name, value] of Object.entries(local.environment())) vi.stubEnv(name, value);
  const folder = await temporaryFolder();
  const [policy, plan] = [join(folder, 'policy.yaml'), join(folder, 'plan.json')];
  await writeFile(policy, 'version: 1\nkeys:\n  Project: { required: true, default: shop }\n');
  const tagged = [
    arnOf('ecs', 'service/main/web'),
    arnOf('elasticloadbalancing', 'loadbalancer/app/web/50dc'),
    arnOf('rds', 'db:shop'),
  ];

  const planned = await groundcrew(['tags', 'plan', '--policy', policy, '--out', plan]);
  expect(planned.code).toBe(0);
  // The tagging API does not tag groups.
  expect(planned.out).toContain('no call here changes the tags of autoscaling:autoScalingGroup');
  const applied = await groundcrew(['tags', 'apply', plan, '--apply', '--yes']);
  expect(applied.err).not.toContain('Drifted');
  for (const arn of tagged) expect([arn, local.tagsOf(arn)]).toEqual([arn, { Project: 'shop' }]);

  expect((await groundcrew(['tags', 'undo', `${plan}.journal`, '--apply', '--yes'])).code).toBe(0);
  for (const arn of tagged) expect([arn, local.tagsOf(arn)]).toEqual([arn, {}]);
});
