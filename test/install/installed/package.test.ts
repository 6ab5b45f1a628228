import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { run } from '../run-command.ts';

const MAX_BYTES = 6_000_000;
const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = join(inject('outside'), 'a project');
const installed = join(folder, 'node_modules/groundcrew');

beforeAll(async () => {
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  await run('npm', ['install', inject('tarball')], { cwd: folder });
});

test('the package is at most 6 MB', async () => {
  expect((await stat(inject('tarball'))).size).toBeLessThanOrEqual(MAX_BYTES);
});

test('it brings no other package with it', async () => {
  const names = await readdir(join(folder, 'node_modules'));
  expect(names.filter((name) => !name.startsWith('.'))).toEqual(['groundcrew']);
  const { dependencies } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
  expect(dependencies).toBeUndefined();
});

test('it holds code, types, data and notices, and no sources', async () => {
  const files = await readdir(installed, { recursive: true, withFileTypes: true });
  const endings = new Set(
    files.filter((file) => file.isFile()).map(({ name }) => name.slice(name.indexOf('.', 1))),
  );
  expect([...endings].filter((ending) => /\.(ts|map)$/.test(ending))).toEqual(['.d.ts']);
  expect((await readdir(installed)).toSorted()).toEqual(
    ['LICENSE', 'README.md', 'THIRD-PARTY-NOTICES.txt', 'dist', 'groundcrew.mjs', 'package.json'].toSorted(),
  );
});

test('it names no file and no address of the machine that made it', async () => {
  for (const file of await readdir(installed, { recursive: true })) {
    if (!/\.(mjs|json|yaml|txt|md)$/.test(file)) continue;
    const text = await readFile(join(installed, file), 'utf8');
    expect(text.includes(root.replace(/\/$/, '')), file).toBe(false);
  }
});

describe('notices', () => {
  test('name what is bundled, with the text of each license', async () => {
    const notices = await readFile(join(installed, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    expect(notices).toMatch(/^commander \d+\.\d+\.\d+ \(MIT\)$/m);
    expect(notices).toMatch(/^@aws-sdk\/client-dynamodb \d+\.\d+\.\d+ \(Apache-2\.0\)$/m);
    expect(notices).toContain('Permission is hereby granted, free of charge');
    expect(notices).toContain('http://www.apache.org/licenses/');
    expect(notices).not.toContain('@groundcrew/');
  });
});

test('a program can run commands in its own process, and its types are known', async () => {
  const program = `
    import { type CommandResult, run } from 'groundcrew';
    const { exitCode, stdout }: CommandResult = await run(['ec2', 'type', 'm7g.large', '--output', 'json']);
    const code: number = exitCode;
    process.stdout.write(\`\${code} \${JSON.parse(stdout).types[0].family}\\n\`);
    // @ts-expect-error words are a list
    void (() => run('--help'));
  `;
  await writeFile(join(folder, 'program.ts'), program);
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        module: 'nodenext',
        strict: true,
        noEmit: true,
        typeRoots: [join(root, 'node_modules/@types')],
        types: ['node'],
      },
      files: ['program.ts'],
    }),
  );
  await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder]);
  expect((await run(process.execPath, [join(folder, 'program.ts')])).stdout).toBe('0 m7g\n');
});
