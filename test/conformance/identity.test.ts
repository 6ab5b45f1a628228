import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type IdentityEndpoint,
  type IdentityEnvironment,
  identityEnvironments,
  prepareEnvironment,
  startIdentityEndpoint,
} from '@groundcrew/aws/identity/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runAws } from './aws-process.ts';
import { type CommandResult, runCommand } from './command.ts';
import { hostEnvironment } from './env.ts';
import { groundcrewScript } from './tools.ts';

/** One for each command: both run at the same time. */
let endpoints: readonly [IdentityEndpoint, IdentityEndpoint];
beforeAll(async () => {
  endpoints = await Promise.all([startIdentityEndpoint(), startIdentityEndpoint()]);
});
afterAll(() => Promise.all(endpoints.map((endpoint) => endpoint.close())));

/** The key that signs what a command sends, in a home of its own; `refused`: none. */
async function signerOf(
  endpoint: IdentityEndpoint,
  run: (more: readonly string[], env: NodeJS.ProcessEnv) => Promise<CommandResult>,
  environment: IdentityEnvironment,
) {
  const home = await mkdtemp(path.join(tmpdir(), 'groundcrew-'));
  try {
    const variables = await prepareEnvironment(environment, { home, url: endpoint.url });
    const profile = environment.profile === undefined ? [] : ['--profile', environment.profile];
    const env = { PATH: hostEnvironment.PATH, ...variables };
    endpoint.reset();
    const { code } = await run(profile, env);
    const [signer, ...others] = new Set(endpoint.callers);
    expect(others).toEqual([]);
    expect(code === 0).toBe(signer !== undefined);
    return signer ?? 'refused';
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

test.each(identityEnvironments)('$name: aws and groundcrew sign with the same key', async (environment) => {
  const [own, other] = await Promise.all([
    signerOf(
      endpoints[0],
      (more, env) =>
        runCommand(process.execPath, [groundcrewScript(), 'whoami', ...more], { env, cwd: env['HOME']! }),
      environment,
    ),
    signerOf(
      endpoints[1],
      (more, env) => runAws(['sts', 'get-caller-identity', ...more], { env }),
      environment,
    ),
  ]);
  const { signs, aws } = environment;
  expect({ own, other }).toEqual({ own: signs, other: aws?.signs ?? signs });
});
