import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { checkTree, type Settings } from './check-tree.ts';
import { floorTable } from './floor-table.ts';
import * as settings from './floors.ts';
import { readTree } from './read-tree.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const probeSettings = {
  floors: [
    { floor: 2, workspaces: { scripts: 'commands' } },
    { floor: 1, workspaces: { 'packages/upper': 'operations', 'packages/aws': 'clients' } },
    { floor: 0, workspaces: { 'packages/lower': 'basics' } },
  ],
  beside: { test: 'tests' },
  outside: {},
  sdkWorkspace: 'packages/aws',
  usedOtherwise: {},
};

/** A tree in which nothing is refused. */
const clean: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: 'probe',
    workspaces: ['packages/*', 'scripts', 'test'],
    devDependencies: { vitest: '1.0.0' },
  }),
  'packages/lower/package.json': JSON.stringify({
    name: '@probe/lower',
    exports: { '.': './src/index.ts', './*': './src/*/index.ts' },
    dependencies: { 'left-pad': '1.0.0' },
    devDependencies: { '@types/left-pad': '1.0.0' },
  }),
  'packages/lower/src/index.ts': "import pad from 'left-pad';\nexport const lower = pad('a', 2);\n",
  'packages/lower/src/part/index.ts': 'export const part = () => 1;\n',
  'packages/aws/package.json': JSON.stringify({
    name: '@probe/aws',
    exports: { '.': './src/index.ts' },
    dependencies: { '@aws-sdk/client-s3': '1.0.0' },
  }),
  'packages/aws/src/index.ts': "export type { S3Client } from '@aws-sdk/client-s3';\n",
  'packages/upper/package.json': JSON.stringify({
    name: '@probe/upper',
    exports: { '.': './src/index.ts' },
    dependencies: { '@probe/lower': '1.0.0' },
  }),
  'packages/upper/src/index.ts':
    "import { lower } from '@probe/lower';\nimport { part } from '@probe/lower/part';\nexport const upper = lower + part();\n",
  'packages/upper/src/upper.test.ts':
    "import { test } from 'vitest';\nimport './testing/support.ts';\ntest('', () => {});\n",
  'packages/upper/src/testing/support.ts': "import { vi } from 'vitest';\nexport const fake = vi.fn();\n",
  'scripts/package.json': JSON.stringify({
    name: '@probe/scripts',
    bin: { probe: './bin.ts' },
    dependencies: { '@probe/upper': '1.0.0', '@groundcrew/report': '1.0.0' },
  }),
  'scripts/bin.ts':
    "import { upper } from '@probe/upper';\nimport { render, type Report } from '@groundcrew/report';\n" +
    'export const command = (report: Report) => render(report, upper);\n',
  'test/package.json': JSON.stringify({ name: '@probe/test' }),
};

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

/** Refusals of the clean tree with some files more, or other ones: `rule path:line message`. */
async function refusals(
  files: Readonly<Record<string, string>>,
  changed: Partial<Settings> = {},
): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'groundcrew-lint-'));
  folders.push(folder);
  for (const [path, text] of Object.entries({ ...clean, ...files })) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return checkTree(await readTree(folder), { ...probeSettings, ...changed }).map(
    ({ rule, path, line, message }) => `${rule} ${path}${line ? `:${line}` : ''} ${message}`,
  );
}

function manifest(path: string, change: object): Readonly<Record<string, string>> {
  return { [path]: JSON.stringify({ ...(JSON.parse(clean[path]!) as object), ...change }) };
}

test('refuses nothing in a tree that keeps the rules', async () => {
  expect(await refusals({})).toEqual([]);
});

test('CONTRIBUTING.md shows the floors that the lint step goes by', async () => {
  const text = await readFile(join(root, 'CONTRIBUTING.md'), 'utf8');
  // The formatter pads the cells.
  expect(text.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---')).toContain(floorTable(settings));
});

describe('floors', () => {
  const declared = manifest('packages/lower/package.json', {
    dependencies: { 'left-pad': '1.0.0', '@probe/aws': '1.0.0' },
  });

  test.each([
    ['import', "import { S3Client } from '@probe/aws';"],
    ['import of a type', "import type { S3Client } from '@probe/aws';"],
    ['type inside a type', "export type Client = import('@probe/aws').S3Client;"],
    ['export from', "export { S3Client } from '@probe/aws';"],
    ['export of all', "export * from '@probe/aws';"],
    ['dynamic import', "export const load = () => import('@probe/aws');"],
    [
      'require',
      "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);require('@probe/aws');",
    ],
    [
      'require by another name',
      "import { createRequire } from 'node:module';const load = createRequire(import.meta.url);load('@probe/aws');",
    ],
    [
      'require without a name',
      "import { createRequire } from 'node:module';createRequire(import.meta.url).resolve('@probe/aws');",
    ],
    ['export of nothing', "export {} from '@probe/aws';"],
    ['addition to the types', "declare module '@probe/aws' { interface More {} }\nexport {};"],
    ['reference', '/// <reference types="@probe/aws" />'],
  ])('an %s from a floor above is refused', async (_, source) => {
    expect(await refusals({ ...declared, 'packages/lower/src/climb.ts': source })).toEqual([
      'floor packages/lower/src/climb.ts:1 "@probe/aws" is on floor 1, packages/lower on floor 0: ' +
        'import only from floors below, or move what both need below both',
    ]);
  });

  test('an import from the same floor is refused', async () => {
    const [refusal] = await refusals({
      ...manifest('packages/upper/package.json', {
        dependencies: { '@probe/lower': '1.0.0', '@probe/aws': '1.0.0' },
      }),
      'packages/upper/src/beside.ts': "\n\nimport '@probe/aws';",
    });
    expect(refusal).toContain(
      'floor packages/upper/src/beside.ts:3 "@probe/aws" is on floor 1, packages/upper on floor 1',
    );
  });

  test('a test may import from above', async () => {
    expect(
      await refusals({
        ...manifest('packages/lower/package.json', {
          devDependencies: { '@probe/aws': '1.0.0', '@types/left-pad': '1' },
        }),
        'packages/lower/src/lower.test.ts': "import '@probe/aws';",
      }),
    ).toEqual([]);
  });

  test('a workspace without a floor is refused', async () => {
    expect(await refusals({ 'packages/new/package.json': '{ "name": "@probe/new" }' })).toEqual([
      'floor packages/new/package.json "packages/new" has no floor: name it in test/lint/floors.ts',
    ]);
  });

  test('a folder that a package.json would hide from the rules is refused, unless it is named', async () => {
    expect(
      await refusals({
        'packages/lower/src/part/deep/package.json': '{ "type": "module" }',
        'packages/lower/src/part/deep/climb.ts': "import '@probe/aws';",
      }),
    ).toEqual([
      'floor packages/lower/src/part/deep/package.json no rule looks into "packages/lower/src/part/deep", which has a package.json: ' +
        'take that out, or name the folder in test/lint/floors.ts',
    ]);
    expect(
      await refusals({ 'packages/lower/app/package.json': '{}' }, { outside: { 'packages/lower/app': '' } }),
    ).toEqual([]);
    expect(await refusals({}, { outside: { 'packages/lower/app': '' } })).toEqual([
      'floor test/lint/floors.ts "packages/lower/app" has no package.json: take it out of outside',
    ]);
  });

  test('shipped source that imports from beside the floors is refused', async () => {
    const [refusal] = await refusals({
      ...manifest('scripts/package.json', {
        dependencies: { '@probe/upper': '1.0.0', '@groundcrew/report': '1.0.0', '@probe/test': '1.0.0' },
      }),
      ...manifest('test/package.json', { exports: { '.': './index.ts' } }),
      'test/index.ts': '',
      'scripts/bin.ts': `import '@probe/test';${clean['scripts/bin.ts']}`,
    });
    expect(refusal).toBe(
      'floor scripts/bin.ts:1 "@probe/test" is for tests alone: test stands beside the floors',
    );
  });
});

describe('circles', () => {
  test('files in a circle are refused, of types alone too', async () => {
    expect(
      await refusals({
        'packages/upper/src/a.ts': "import type { B } from './b.ts';\nexport type A = B;",
        'packages/upper/src/b.ts': "export { C as B } from './c.ts';",
        'packages/upper/src/c.ts': "import type { A } from './a.ts';\nexport class C { a?: A }",
      }),
    ).toEqual([
      'circle packages/upper/src/a.ts files in a circle: packages/upper/src/a.ts → packages/upper/src/b.ts → ' +
        'packages/upper/src/c.ts → packages/upper/src/a.ts; move what both need into a file of its own',
    ]);
  });

  test('a file that imports itself is refused', async () => {
    const [refusal] = await refusals({ 'packages/upper/src/a.ts': "import './a.ts';" });
    expect(refusal).toContain('files in a circle: packages/upper/src/a.ts → packages/upper/src/a.ts');
  });

  test('packages in a circle are refused, through tests too', async () => {
    expect(
      await refusals({
        ...manifest('packages/lower/package.json', {
          devDependencies: { '@probe/upper': '1.0.0', '@types/left-pad': '1' },
        }),
        'packages/lower/src/lower.test.ts': "import '@probe/upper';",
      }),
    ).toEqual([
      'circle packages/lower/package.json packages in a circle: packages/lower → packages/upper → packages/lower; ' +
        'move what both need into a package below both',
    ]);
  });
});

describe('dependencies', () => {
  test('a package that is used but not declared is refused', async () => {
    expect(await refusals({ 'packages/upper/src/pad.ts': "import type pad from 'left-pad/deep';" })).toEqual([
      'dependencies packages/upper/src/pad.ts:1 "left-pad" is not declared: add it to the dependencies of ' +
        'packages/upper/package.json',
    ]);
  });

  test('a workspace that is used but not declared is refused', async () => {
    expect(await refusals({ 'scripts/lower.ts': "import '@probe/lower';" })).toEqual([
      'dependencies scripts/lower.ts:1 "@probe/lower" is not declared: add it to the dependencies of scripts/package.json',
    ]);
  });

  test('a package that is declared but not used is refused', async () => {
    expect(
      await refusals(
        manifest('packages/upper/package.json', { dependencies: { '@probe/lower': '1', yaml: '1' } }),
      ),
    ).toEqual([
      'dependencies packages/upper/package.json nothing uses "yaml": take it out of the dependencies',
    ]);
    expect(
      await refusals(manifest('packages/upper/package.json', { devDependencies: { yaml: '1' } })),
    ).toEqual([
      'dependencies packages/upper/package.json nothing uses "yaml": take it out of the devDependencies',
    ]);
    expect(await refusals(manifest('package.json', { devDependencies: { vitest: '1', yaml: '1' } }))).toEqual(
      ['dependencies package.json nothing uses "yaml": take it out'],
    );
  });

  test('types of a package that nothing uses are refused', async () => {
    expect(
      await refusals(
        manifest('packages/upper/package.json', { devDependencies: { '@types/left-pad': '1' } }),
      ),
    ).toHaveLength(1);
  });

  test('a dependency that tests alone use is refused', async () => {
    expect(
      await refusals({
        ...manifest('packages/upper/package.json', { dependencies: { '@probe/lower': '1', yaml: '1' } }),
        'packages/upper/src/yaml.test.ts': "import 'yaml';",
      }),
    ).toEqual([
      'dependencies packages/upper/package.json only tests use "yaml": move it to the devDependencies',
    ]);
  });

  test('a devDependency that shipped source uses is refused', async () => {
    expect(
      await refusals({
        ...manifest('packages/upper/package.json', { devDependencies: { yaml: '1' } }),
        'packages/upper/src/yaml.ts': "import 'yaml';",
      }),
    ).toEqual([
      'dependencies packages/upper/src/yaml.ts:1 "yaml" is among the devDependencies of packages/upper/package.json: ' +
        'shipped source needs it among the dependencies',
    ]);
  });

  test('tools of the root are for tests, not for shipped source', async () => {
    expect(await refusals({ 'packages/upper/src/fake.ts': "import 'vitest';" })).toEqual([
      'dependencies packages/upper/src/fake.ts:1 "vitest" is not declared: add it to the dependencies of ' +
        'packages/upper/package.json',
    ]);
  });

  test('a command that an npm script runs is used', async () => {
    expect(
      await refusals({
        ...manifest('package.json', {
          scripts: { lint: 'first . && tidy .' },
          devDependencies: { vitest: '1', neat: '1' },
        }),
        'node_modules/neat/package.json': '{ "bin": { "tidy": "tidy.js" } }',
      }),
    ).toEqual([]);
  });
});

describe('exports', () => {
  test('an import past the exports of a package is refused', async () => {
    expect(
      await refusals({ 'packages/upper/src/deep.ts': "import '@probe/lower/src/part/index.ts';" }),
    ).toEqual([
      'exports packages/upper/src/deep.ts:1 "@probe/lower/src/part/index.ts" is not among the exports of ' +
        'packages/lower/package.json: add it there',
    ]);
  });

  test('a relative import of another package is refused, in tests too', async () => {
    expect(
      await refusals({ 'packages/upper/src/deep.test.ts': "import '../../lower/src/index.ts';" }),
    ).toEqual([
      'exports packages/upper/src/deep.test.ts:1 "../../lower/src/index.ts" reaches into packages/lower: import it by ' +
        'the name of its package, @probe/lower',
    ]);
  });
});

describe('what a file may do', () => {
  test('a client of the SDK outside its package is refused', async () => {
    expect(
      await refusals({
        ...manifest('packages/upper/package.json', {
          dependencies: { '@probe/lower': '1', '@aws-sdk/client-s3': '1' },
        }),
        'packages/upper/src/s3.ts': "import type { S3Client } from '@aws-sdk/client-s3';",
      }),
    ).toEqual([
      'sdk packages/upper/src/s3.ts:1 "@aws-sdk/client-s3" is imported in packages/aws only: export what you need from there',
    ]);
  });

  test.each(['process.env.HOME;', "process['env'];", 'const { env } = process;'])(
    '%s outside env.ts is refused',
    async (source) => {
      expect(
        await refusals({ 'packages/upper/src/home.ts': source, 'packages/upper/src/env.ts': source }),
      ).toEqual([
        'env packages/upper/src/home.ts:1 process.env is read in env.ts files only: take the value as an argument',
      ]);
    },
  );

  test('the console in a package is refused, and a comment or a text about it is not', async () => {
    expect(
      await refusals({
        'packages/upper/src/log.ts': "// console.log\nexport const TEXT = 'console.log';\nconsole.log(TEXT);",
      }),
    ).toEqual(['console packages/upper/src/log.ts:3 packages print through io, never to the console']);
  });
});

describe('constants of a module', () => {
  test('a number, a text or a pattern that is not in UPPER_CASE is refused', async () => {
    expect(
      await refusals({
        'packages/upper/src/limits.ts':
          "export const maxRows = 10;\nconst MAX_BYTES = 2;\nconst prefix: string = 'a';\nconst pattern = /a/;\n" +
          'export const all = () => [maxRows, MAX_BYTES, prefix, pattern];',
      }),
    ).toEqual([
      'constant packages/upper/src/limits.ts:1 constant maxRows is a number, a text or a pattern: write it in UPPER_CASE',
      'constant packages/upper/src/limits.ts:3 constant prefix is a number, a text or a pattern: write it in UPPER_CASE',
      'constant packages/upper/src/limits.ts:4 constant pattern is a number, a text or a pattern: write it in UPPER_CASE',
    ]);
  });

  test('a list, a record, a set or a map that is not in camelCase is refused, and one inside a function is not', async () => {
    expect(
      await refusals({
        'packages/upper/src/names.ts':
          "const NAMES = ['a'];\nexport const known = new Set(NAMES);\nexport function of() {\n  const SIZE = [1];\n  return SIZE;\n}",
      }),
    ).toEqual([
      'constant packages/upper/src/names.ts:1 constant NAMES is a list, a record, a set or a map: write it in camelCase',
    ]);
  });

  test('tests may name theirs as they like', async () => {
    expect(
      await refusals({
        'packages/upper/src/a.test.ts':
          "import { test } from 'vitest';\nconst region = 'eu-west-1';\ntest(region, () => {});",
      }),
    ).toEqual([]);
  });
});

describe('test support', () => {
  test('shipped source that imports it is refused', async () => {
    expect(await refusals({ 'packages/upper/src/fake.ts': "import './testing/support.ts';" })).toEqual([
      'test-support packages/upper/src/fake.ts:1 "./testing/support.ts" is for tests or a tool: shipped source can\'t import it',
    ]);
  });

  test('shipped source that imports that of another package is refused', async () => {
    const [refusal] = await refusals({
      ...manifest('packages/upper/package.json', {
        exports: { '.': './src/index.ts', './testing': './src/testing/support.ts' },
      }),
      'scripts/fake.ts': "export { fake } from '@probe/upper/testing';",
    });
    expect(refusal).toContain('test-support scripts/fake.ts:1 "@probe/upper/testing" is for tests or a tool');
  });

  test('a file that tests alone import has to be named as what it is', async () => {
    expect(
      await refusals({
        'packages/upper/src/fake.ts': '',
        'packages/upper/src/fake.test.ts': "import './fake.ts';",
        'packages/upper/src/worker.ts': "new URL('worker-main.ts', import.meta.url);",
        'packages/upper/src/worker-main.ts': '',
        'packages/upper/src/worker-main.test.ts': "import './worker-main.ts';",
      }),
    ).toEqual([
      'test-support packages/upper/src/fake.ts only tests import it: move it to a folder testing/, or delete it with its tests',
    ]);
  });
});

describe('where reports are made', () => {
  test('a command that makes a section is refused', async () => {
    expect(
      await refusals({
        'scripts/report.ts':
          "import type { Column, Report } from '@groundcrew/report';\nexport const columns: Column[] = [];\n" +
          "export const report: Report = { sections: [{ kind: 'table', key: 'all', columns, rows: [] }] };",
      }),
    ).toEqual([
      "report scripts/report.ts:1 Column is for those who make reports: make the report in the operation's package, in a " +
        'file *-report.ts',
      "report scripts/report.ts:3 a section of a report is made in the operation's package, in a file *-report.ts; here it " +
        'is only rendered',
    ]);
  });

  test('a section in a package is refused in a file that is not named as a report', async () => {
    const source = "export const section = { kind: 'chart', key: 'trend', series: [] };";
    expect(
      await refusals({
        'packages/upper/src/trend.ts': source,
        'packages/upper/src/trend-section.ts': source,
        'packages/upper/src/upper-report.ts': source,
      }),
    ).toEqual([
      'report packages/upper/src/trend.ts:1 a section of a report is made in a file *-report.ts or *-section.ts: move it there',
    ]);
  });
});

test('a file that is not TypeScript is an error that names it', async () => {
  await expect(refusals({ 'packages/upper/src/bad.ts': 'import {' })).rejects.toThrow(
    'packages/upper/src/bad.ts',
  );
});

test.each(globSync(['packages/*/package.json', '{functions,scripts,deploy,test}/package.json']))(
  'the script "test" of %s runs the tests of its folder',
  (path) => {
    const folder = posix.dirname(path);
    const config = posix.join(posix.relative(folder, '.'), 'vitest.config.ts');
    const { scripts } = JSON.parse(readFileSync(path, 'utf8')) as { scripts: Record<string, string> };
    expect(scripts.test).toBe(`vitest run --config ${config} ${folder}/`);
  },
);

test('what tests wait for has thirty seconds and more, however busy the machine is', () => {
  const ended = globSync('{packages,functions,scripts,deploy,test}/**/*.ts', {
    exclude: ['**/node_modules/**', '**/dist/**'],
  })
    .filter((path) => path !== 'test/lint/lint.test.ts')
    .flatMap((path) => {
      const [, ...calls] = readFileSync(path, 'utf8').split(/vi\.wait(?:Until|For)\(/);
      // Without a timeout of its own a wait ends after a second.
      return calls.flatMap((text) => (/^.{0,600}?timeout: \d{2,3}_000/s.test(text) ? [] : [path]));
    });
  expect(ended).toEqual([]);
});
