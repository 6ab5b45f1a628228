import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { plainEnvironment, type Ran, run } from '../run-command.ts';

const outside = inject('outside');
const prefix = join(outside, '전역 a');
const command = join(prefix, 'bin/groundcrew');
const data = join(prefix, 'lib/node_modules/groundcrew/dist');
const home = join(outside, 'home');
const nodes = [
  ['the lowest Node', inject('lowestNode')],
  ['the Node of npm scripts', process.execPath],
] as const;
const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

beforeAll(async () => {
  await mkdir(home);
  await run('npm', ['install', '--global', '--prefix', prefix, inject('tarball')]);
});

async function newFolder(name: string): Promise<string> {
  const folder = join(outside, name);
  await mkdir(folder);
  return folder;
}

describe.each(nodes)('installed globally, on %s', (title, node) => {
  const env = plainEnvironment(node, home);

  test('the command answers', async () => {
    expect((await run(command, ['--version'], { env })).stdout).toBe('0.2.0\n');
    expect((await run(command, ['ec2', 'type', 'm7g.large'], { env })).stdout).toMatch(/^Family +m7g$/m);
    expect((await run(command, ['--help'], { env })).stdout).toContain('inventory load');
  });

  test('the demo runs in an empty folder, and leaves nothing there', async () => {
    const folder = await newFolder(`demo on ${title}`);
    const { stdout, stderr } = await run(command, ['demo', '--output', 'json'], { env, cwd: folder });
    expect(JSON.parse(stdout).alerts).toHaveLength(8);
    expect(stderr).not.toMatch(/warning/i);
    expect(await readdir(folder)).toEqual([]);
  });
});

const env = plainEnvironment(inject('lowestNode'), home);

test('npx runs the package without installing it', async () => {
  const folder = await newFolder('npx');
  await copyFile(inject('tarball'), join(folder, basename(inject('tarball'))));
  const words = ['--yes', `./${basename(inject('tarball'))}`, 'demo', '--output', 'json'];
  const { stdout } = await run('npx', words, { cwd: folder, env: { ...process.env, NO_COLOR: '1' } });
  expect(JSON.parse(stdout).alerts).toHaveLength(8);
});

test.skipIf(!isRoot)('another user runs it, with a home and a folder that are read only', async () => {
  const folder = await newFolder('read only');
  await chmod(folder, 0o555);
  await chmod(home, 0o555);
  const as = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', command];
  const demo = await run('setpriv', [...as, 'demo', '--output', 'json'], { env, cwd: folder });
  expect(JSON.parse(demo.stdout).alerts).toHaveLength(8);
  const type = await run('setpriv', [...as, 'ec2', 'type', 'm7g.large'], { env, cwd: folder });
  expect(type.stderr).toBe('');
});

test('a stock file is loaded into the embedded AWS, and listed', async () => {
  const folder = await newFolder('load');
  await writeFile(
    join(folder, '재고 1.csv'),
    '매장,품목,수량\n서울 강남점,에코 닷,3\n부산점,에코 플러스,0\n',
  );
  const local = spawn(command, ['local', '--port', '0', '--stack', '--output', 'json'], { env, cwd: folder });
  const [line] = (await once(local.stdout.setEncoding('utf8'), 'data')) as [string];
  const aws = { ...env, ...(JSON.parse(line).environment as Record<string, string>) };
  const groundcrew = (...words: string[]): Promise<Ran> =>
    run(command, [...words, '--output', 'json'], { env: aws, cwd: folder });

  const load = await groundcrew('inventory', 'load', '재고 1.csv');
  const list = await groundcrew('inventory', 'list');
  local.kill('SIGTERM');
  await once(local, 'close');

  expect(load.stdout).toContain('"written":2');
  expect(list.stdout).toContain('에코 플러스');
});

test('a stack is written for sam deploy', async () => {
  const folder = await newFolder('deploy');
  await run(command, ['deploy', 'template', 'inventory', '--out', 'out'], { env, cwd: folder });
  const template = await readFile(join(folder, 'out/inventory.yaml'), 'utf8');
  expect(template).toContain('CodeUri: functions/load-inventory');
  for (const name of await readdir(join(folder, 'out/functions'))) {
    const bundle = join(folder, 'out/functions', name);
    const files = await readdir(bundle);
    expect(files).toContain('index.mjs');
    // Nothing that is outside of the folder, which is all that is uploaded.
    for (const file of files)
      expect(await readFile(join(bundle, file), 'utf8'), file).not.toContain('../shared');
  }
});

test('a cost report of an export shows how to add DuckDB, and works when that was done', async () => {
  const folder = await newFolder('costs');
  const report = (): Promise<Ran> =>
    run(
      command,
      ['cost', 'report', '--source', join(data, 'samples/cost'), '--period', '2026-03', '--output', 'json'],
      {
        env,
        cwd: folder,
        mayFail: true,
      },
    );

  const without = await report();
  expect(without).toMatchObject({ code: 1, stdout: '' });
  const [, words] = /install it by: (npm install .+?) \[/.exec(without.stderr)!;
  expect(words).toBe(`npm install --global --prefix "${prefix}" @duckdb/node-api@1.5.6-r.1`);
  await run('sh', ['-c', words!], { cwd: folder });

  const { code, stdout } = await report();
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toBeTypeOf('object');
});
