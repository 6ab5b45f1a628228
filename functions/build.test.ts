import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildBundle, buildFunctions } from './build.ts';
import { builtFunctions } from './built-functions.ts';

let folder = '';
/** A module with a part that is loaded on demand, as those of the functions have, and little else. */
let module = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'groundcrew-build-'));
  module = join(folder, 'handler.ts');
  await writeFile(join(folder, 'late.ts'), 'export const late: string = "late";\n');
  await writeFile(module, 'export const handler = async () => (await import("./late.ts")).late;\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function filesOf(directory: string): Promise<Map<string, string>> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.mjs')).sort();
  return new Map(
    await Promise.all(
      names.map(async (name) => [name, await readFile(join(directory, name), 'utf8')] as const),
    ),
  );
}

describe('buildFunctions', () => {
  it('builds the same bytes from the same sources', async () => {
    const functions = ['alert-no-stock'];
    const [first] = await buildFunctions({ outDir: join(folder, 'first'), functions });
    const [second] = await buildFunctions({ outDir: join(folder, 'second'), functions });

    expect(await filesOf(second!.directory)).toEqual(await filesOf(first!.directory));
  });

  it('does not load S3 when the alert function starts', async () => {
    const [built] = await builtFunctions(['alert-no-stock']);

    const files = await filesOf(built!.directory);

    // The SDK has the names of the service's shapes in strings, which are not minified.
    const withS3 = [...files].filter(([, code]) => code.includes('com.amazonaws.s3')).map(([name]) => name);
    expect(withS3.length).toBeGreaterThan(0);
    expect(withS3).not.toContain('index.mjs');
    expect(built!.entryBytes).toBeLessThan(built!.totalBytes);
  });

  it('does not load the tables of encodings when the load function starts', async () => {
    const [built] = await builtFunctions(['load-inventory']);

    const files = await filesOf(built!.directory);

    // A run of characters of the table; esbuild writes them in ASCII.
    const withTable = [...files].filter(([, code]) => code.includes('\\uAC02\\uAC03\\uAC05'));
    // One of our own, and iconv-lite with all of its tables, for the other encodings and to distinguish them.
    expect(withTable).toHaveLength(2);
    for (const [name] of withTable) {
      const importedAtStart = new RegExp(`(from|import)\\s*"\\./${name}"`);
      expect([...files].filter(([, code]) => importedAtStart.test(code))).toEqual([]);
    }
    const [, start] = [...files].find(([name]) => name === 'index.mjs')!;
    expect(start).not.toContain('Unicode CLDR');
  });

  it('does not load what reads workbooks when the load function starts', async () => {
    const [built] = await builtFunctions(['load-inventory']);

    const files = await filesOf(built!.directory);

    const withWorkbooks = [...files]
      .filter(([, code]) => code.includes('sharedStrings'))
      .map(([name]) => name);
    expect(withWorkbooks).toHaveLength(1);
    for (const name of withWorkbooks) {
      const importedAtStart = new RegExp(`(from|import)\\s*"\\./${name}"`);
      expect([...files].filter(([, code]) => importedAtStart.test(code))).toEqual([]);
    }
  });

  it("leaves out the SDK's schemas of operations that the lookup function does not call", async () => {
    const [built] = await builtFunctions(['lookup-instance']);

    const code = [...(await filesOf(built!.directory)).values()].join('\n');

    expect(code).toContain('"DescribeInstances"');
    expect(code).not.toMatch(/"(RunInstances|CreateVpc|ModifyTransitGateway)"/);
  });

  it('leaves DuckDB and the reading of exports out of the function that reports costs', async () => {
    const [built] = await builtFunctions(['report-costs']);

    const { sources } = built!;

    expect(sources).toContain('../packages/cost/src/cost-explorer/cost-explorer-source.ts');
    expect(sources.filter((path) => /duckdb|cost\/src\/exports/.test(path))).toEqual([]);
  });

  it("takes Node's http without an import, which would load all of its fetch", async () => {
    const [built] = await builtFunctions(['load-inventory']);

    const code = [...(await filesOf(built!.directory)).values()].join('\n');

    expect(code).toContain('getBuiltinModule("node:https")');
    expect(code).not.toMatch(/(?:from|import)\s*\(?\s*"(?:node:)?https?"/);
    expect(built!.sources.filter((path) => path.includes('without-fetch'))).toEqual([]);
  });

  it('removes files of an earlier build', async () => {
    const { directory } = await buildBundle('again', module, join(folder, 'again'));
    const before = await filesOf(directory);
    await writeFile(join(directory, 'part-OLD.mjs'), '');

    await buildBundle('again', module, directory);

    expect(before.size).toBe(2);
    expect(await filesOf(directory)).toEqual(before);
  });

  it('lets several builds run concurrently', async () => {
    const directory = join(folder, 'at-once');

    const built = await Promise.all([1, 2].map(() => buildBundle('at-once', module, directory)));

    expect(built[0]).toEqual(built[1]);
    expect([...(await filesOf(directory)).keys()]).toEqual(['index.mjs', expect.stringMatching(/^part-/)]);
  });

  it('lists the existing functions if one is unknown', async () => {
    await expect(buildFunctions({ outDir: folder, functions: ['alert'] })).rejects.toMatchObject({
      code: 'functions.build.unknown',
      message: expect.stringContaining('alert-no-stock'),
    });
  });
});

describe('builtFunctions', () => {
  it('builds a function once for the same sources', async () => {
    const [first] = await builtFunctions(['alert-no-stock']);
    const { mtimeMs } = await stat(join(first!.directory, 'index.mjs'));

    const [second] = await builtFunctions(['alert-no-stock']);

    expect(second).toEqual(first);
    expect((await stat(join(second!.directory, 'index.mjs'))).mtimeMs).toBe(mtimeMs);
  });
});
