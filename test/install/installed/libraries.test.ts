import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, inject, test } from 'vitest';
import { run } from '../run-command.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = join(inject('outside'), 'a program');

beforeAll(async () => {
  const packed = join(folder, 'packed');
  await mkdir(packed, { recursive: true });
  await run('npm', ['run', 'build', '--', '--filter=./packages/*'], { cwd: root });
  const built = (await readdir(join(root, 'packages'))).map((name) => join(root, 'packages', name, 'dist'));
  await run('npm', ['pack', ...built, '--pack-destination', packed], { cwd: folder });
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  await copyFile(new URL('../example/program.ts', import.meta.url), join(folder, 'program.ts'));
  const tarballs = (await readdir(packed)).map((name) => join(packed, name));
  await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...tarballs], { cwd: folder });
});

test('a program outside the workspace is checked by the declarations of the built packages', async () => {
  const compilerOptions = {
    target: 'es2023',
    lib: ['es2024', 'esnext.disposable'],
    module: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
  };
  const check = (libraries: object) =>
    writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { ...compilerOptions, ...libraries }, files: ['program.ts'] }),
    ).then(() =>
      run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], { mayFail: true }),
    );

  expect(await check({ skipLibCheck: true })).toMatchObject({ code: 0, stdout: '' });
  // Of the declarations themselves, ours have no fault.
  const { stdout } = await check({ skipLibCheck: false });
  expect(stdout.split('\n').filter((line) => line.includes('@groundcrew'))).toEqual([]);
});

test('it runs, on JavaScript alone', async () => {
  const { stdout } = await run(process.execPath, [join(folder, 'program.ts')], { cwd: folder });
  expect(JSON.parse(stdout).facts).toMatchObject({ rows: 2, keys: 'Project', period: '2026-10' });
});
