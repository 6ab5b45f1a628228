import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, inject, test } from 'vitest';
import { run } from '../run-command.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = join(inject('outside'), 'a program');

/** The last one that is written in JavaScript, which many still use. */
const OLDER_TYPESCRIPT = '5.9.3';
const tsc = join(root, 'node_modules/typescript/bin/tsc');
const olderTsc = join(folder, 'node_modules/older-typescript/bin/tsc');

beforeAll(async () => {
  const packed = join(folder, 'packed');
  await mkdir(packed, { recursive: true });
  await run('npm', ['run', 'build', '--', '--filter=./packages/*'], { cwd: root });
  const built = (await readdir(join(root, 'packages'))).map((name) => join(root, 'packages', name, 'dist'));
  await run('npm', ['pack', ...built, '--pack-destination', packed], { cwd: folder });
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  await copyFile(new URL('../example/program.ts', import.meta.url), join(folder, 'program.ts'));
  const tarballs = (await readdir(packed)).map((name) => join(packed, name));
  const olderCompiler = `older-typescript@npm:typescript@${OLDER_TYPESCRIPT}`;
  await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', olderCompiler, ...tarballs], {
    cwd: folder,
  });
});

/** The names by which all can be imported that the packages export. */
async function exportedModules(): Promise<readonly string[]> {
  const scope = join(folder, 'node_modules/@groundcrew');
  const found = new Set<string>();
  for (const name of await readdir(scope)) {
    const manifest = JSON.parse(await readFile(join(scope, name, 'package.json'), 'utf8')) as {
      readonly exports: Readonly<Record<string, { readonly types: string }>>;
    };
    const files = (await readdir(join(scope, name), { recursive: true })).map((file) => `./${file}`);
    for (const [subpath, { types }] of Object.entries(manifest.exports)) {
      const pattern = new RegExp(`^${types.replaceAll('.', '\\.').replace('*', '(.+)')}$`);
      for (const file of files) {
        const match = pattern.exec(file);
        if (match) found.add(posix.join('@groundcrew', name, subpath.replace('*', match[1] ?? '')));
      }
    }
  }
  return [...found];
}

test('what packages export is without fault, for each way to resolve it and without settings of ours', async () => {
  const modules = await exportedModules();
  expect(modules.length).toBeGreaterThan(150);
  await writeFile(
    join(folder, 'all.ts'),
    modules.map((name, index) => `export * as module${index} from '${name}';\n`).join(''),
  );
  for (const [compiler, moduleResolution, module] of [
    [tsc, 'nodenext', 'nodenext'],
    [tsc, 'bundler', 'esnext'],
    [olderTsc, 'nodenext', 'nodenext'],
  ] as const) {
    const compilerOptions = {
      module,
      moduleResolution,
      target: 'es2023',
      strict: true,
      skipLibCheck: false,
      noEmit: true,
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
    };
    const config = join(folder, 'tsconfig.all.json');
    await writeFile(config, JSON.stringify({ compilerOptions, files: ['all.ts'] }));
    const { stdout } = await run(process.execPath, [compiler, '-p', config], { mayFail: true });
    const faults = stdout.split('\n').filter((line) => /@groundcrew|all\.ts/.test(line));
    expect(faults, `${compiler}, ${moduleResolution}`).toEqual([]);
  }
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
    ).then(() => run(process.execPath, [tsc, '-p', folder], { mayFail: true }));

  expect(await check({ skipLibCheck: true })).toMatchObject({ code: 0, stdout: '' });
  // Of the declarations themselves, ours have no fault.
  const { stdout } = await check({ skipLibCheck: false });
  expect(stdout.split('\n').filter((line) => line.includes('@groundcrew'))).toEqual([]);
});

test('it runs, on JavaScript alone', async () => {
  const { stdout } = await run(process.execPath, [join(folder, 'program.ts')], { cwd: folder });
  expect(JSON.parse(stdout).facts).toMatchObject({ rows: 2, keys: 'Project', period: '2026-10' });
});
