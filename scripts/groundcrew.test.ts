import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const launcher = fileURLToPath(new URL('./groundcrew.mjs', import.meta.url));

function run(words: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [...words], (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

/** Node, pretending to be an older one before the launcher is read. */
function pretending(version: string): string[] {
  const versions = `{ value: { ...process.versions, node: '${version}' } }`;
  return ['--import', `data:text/javascript,Object.defineProperty(process, 'versions', ${versions})`];
}

test('the launcher runs the command', async () => {
  expect(await run([launcher, '--version'])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  });
});

test.each(['18.20.8', '20.20.2', '22.17.1'])('Node %s is too old, and is refused', async (version) => {
  const { code, out, err } = await run([...pretending(version), launcher, '--version']);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain(`Node ${version} is too old: groundcrew needs Node 22.18 or later`);
});

test.each(['22.18.0', '24.0.0', '100.0.0'])('Node %s is accepted', async (version) => {
  expect((await run([...pretending(version), launcher, '--version'])).code).toBe(0);
});

test('help does not load the SDK', async () => {
  const spy = `import { registerHooks } from 'node:module';
    registerHooks({ resolve(specifier, context, next) {
      if (specifier.startsWith('@aws-sdk/')) throw new Error('loaded ' + specifier);
      return next(specifier, context);
    } });`;
  const words = ['--import', `data:text/javascript,${encodeURIComponent(spy)}`, launcher];
  expect((await run([...words, '--help'])).code).toBe(0);
  expect((await run([...words, 'inventory', '--help'])).code).toBe(0);
  expect((await run([...words, 'inventory', 'load', '--help'])).err).toContain('loaded @aws-sdk/');
});
