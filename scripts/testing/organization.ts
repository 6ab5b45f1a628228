import { type LocalAws, parseAccounts, startLocal } from '@groundcrew/local';
import { afterAll, beforeAll, beforeEach, vi } from 'vitest';

/** Two accounts: regions with instances, without, denied, not enabled, and one that never responds. */
const organization = {
  accounts: [
    {
      id: '111122223333',
      regions: {
        'us-east-1': { instances: [] },
        'ap-northeast-2': {
          instances: [
            {
              id: 'i-0000000000000a001',
              name: 'web-1',
              type: 'm7g.large',
              privateIps: ['10.0.1.10', '10.0.1.11'],
              publicIp: '203.0.113.25',
              tags: { Project: 'shop', Env: 'prod' },
            },
            {
              id: 'i-0000000000000a002',
              name: 'web-2',
              type: 't4g.small',
              state: 'stopped',
              privateIps: ['10.0.1.12'],
              tags: { Project: 'shop', Env: '<b>test</b>' },
            },
            {
              id: 'i-0000000000000a003',
              name: 'web-10',
              type: 'm7g.xlarge',
              lifecycle: 'spot',
              ipv6: ['2001:db8::10'],
            },
            { id: 'i-0000000000000a004', name: 'gone', type: 'm7g.large', state: 'terminated' },
            {
              id: 'i-0000000000000a005',
              name: 'young',
              type: 'm7g.large',
              visibleAfterMs: 1_000,
              tags: { Young: 'yes' },
            },
          ],
        },
        'ap-northeast-3': { instances: [{ type: 'c7i.large', count: 1_203, name: 'batch-{n}' }] },
        'ap-east-1': { optIn: 'not-opted-in' },
        'eu-west-1': { denied: true },
        'sa-east-1': { unreachable: true },
      },
    },
    {
      id: '444455556666',
      roles: [{ name: 'auditor', externalId: 'x-1' }],
      regions: {
        'us-east-1': { instances: [{ id: 'i-0000000000000b001', name: 'web-1', type: 'm7g.large' }] },
      },
    },
  ],
};

/** Runs the embedded AWS with these accounts, found by the SDK, for the tests of a file. */
export function useOrganization(): () => LocalAws {
  let local: LocalAws;
  beforeAll(async () => {
    local = await startLocal({ accounts: parseAccounts(organization) });
  });
  // Before each test: Vitest resets the environment after each.
  beforeEach(() => {
    for (const [name, value] of Object.entries(local.environment())) vi.stubEnv(name, value);
  });
  afterAll(() => local.close());
  return () => local;
}
