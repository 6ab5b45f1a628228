import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

// Each line that has to be refused ends with the rule that refuses it.
const probe = `
import { readFile } from 'fs/promises'; // prefer-node-protocol
import { later } from './circle.ts'; // no-cycle

interface Store { read(): Promise<string> }

export async function work(): Promise<number> { return later; }

export function floating(store: Store, stores: readonly Store[]): void {
  work(); // no-floating-promises
  readFile('x'); // no-floating-promises
  stores[0]?.read(); // no-floating-promises
  stores.map((one) => one.read()); // no-floating-promises
  void store;
}

export function misused(store: Store): void {
  if (store.read()) return; // no-misused-promises
  [1].forEach(async () => { await work(); }); // no-misused-promises
  setTimeout(async () => { await work(); }, 1); // no-misused-promises
}

export async function awaited(text: string): Promise<void> {
  await text; // await-thenable
}

export function thrown(value: { readonly a: 1 }): never {
  if (value.a == 1) throw 'text'; // only-throw-error eqeqeq
  throw value; // only-throw-error
}

export function rest(unused: any): void { // no-explicit-any
  console.log(1); // no-console
  const useless = 1; // no-unused-vars
}
`;

test('oxlint refuses what its configuration names', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'groundcrew-oxlint-'));
  try {
    await writeFile(join(folder, 'probe.ts'), probe);
    await writeFile(
      join(folder, 'circle.ts'),
      "import { work } from './probe.ts'; // no-cycle\nexport const later = 1;\nexport const again = work;\n",
    );
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: join(root, 'tsconfig.json'),
        compilerOptions: { typeRoots: [join(root, 'node_modules/@types')] },
        include: ['*.ts'],
      }),
    );
    const oxlint = join(root, 'node_modules/oxlint/bin/oxlint');
    const words = ['--type-aware', '-f', 'unix', '-c', join(root, '.oxlintrc.json')];
    const { stdout } = await run(process.execPath, [oxlint, ...words], { cwd: folder }).catch(
      (error: { readonly stdout: string }) => error,
    );

    const refused = [...stdout.matchAll(/probe\.ts:(\d+):\d+: .*\[\w+\/[\w-]+\(([\w-]+)\)\]$/gm)].map(
      ([, line, rule]) => `${line} ${rule}`,
    );
    const expected = probe.split('\n').flatMap((line, index) => {
      const [, rules] = /\/\/ ([a-z -]+)$/.exec(line) ?? [];
      return rules?.split(' ').map((rule) => `${index + 1} ${rule}`) ?? [];
    });
    expect(refused.toSorted()).toEqual(expect.arrayContaining(expected));
    expect(stdout).toMatch(/circle\.ts:1:.*no-cycle/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
