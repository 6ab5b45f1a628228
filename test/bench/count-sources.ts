import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build, type Plugin } from 'esbuild';

const usage = `Usage: node test/bench/count-sources.ts [DIR] [--list]

Counts the source files and lines that a stock row's functions import, their own and those of this project's
packages: what has to be read to follow a row. Types and packages of others are not counted.

  DIR     the checkout to count, with its packages linked into node_modules (default: the current folder)
  --list  each file and its lines too
`;

const functionNames = ['load-inventory', 'alert-no-stock'];

/** Leaves out all packages but those of this project. */
const onlyOurs: Plugin = {
  name: 'only-ours',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@groundcrew/') ? undefined : { path, external: true },
    );
  },
};

async function linesByFile(root: string, name: string): Promise<Map<string, number>> {
  const { metafile } = await build({
    entryPoints: [join(root, 'functions', name, 'handler.ts')],
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'esm',
    splitting: true,
    outdir: 'unused',
    write: false,
    metafile: true,
    logLevel: 'error',
    plugins: [onlyOurs],
  });
  const lines = new Map<string, number>();
  for (const input of Object.keys(metafile.inputs).toSorted()) {
    const path = resolve(root, input);
    const file = relative(root, path);
    if (!file.endsWith('.ts') || file.includes('node_modules')) continue;
    lines.set(file, (await readFile(path, 'utf8')).split('\n').length - 1);
  }
  return lines;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { list: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});
if (values.help || positionals.length > 1) {
  process[values.help ? 'stdout' : 'stderr'].write(usage);
  process.exitCode = values.help ? 0 : 2;
} else {
  const root = resolve(positionals[0] ?? '.');
  for (const name of functionNames) {
    const lines = await linesByFile(root, name);
    const sum = [...lines.values()].reduce((total, each) => total + each, 0);
    process.stdout.write(`${name}: ${lines.size} files, ${sum} lines\n`);
    if (!values.list) continue;
    for (const [file, count] of lines) process.stdout.write(`  ${String(count).padStart(5)}  ${file}\n`);
  }
}
