import { readFile, writeFile } from 'node:fs/promises';
import wabt from 'wabt';

/** The WebAssembly modules, by their paths without an ending. */
export const modules = ['cell-ends/cell-ends', 'detection/odd-steps'] as const;

/** The text of `…-module.ts`, assembled from a `.wat`. */
export async function assembleModule(path: (typeof modules)[number]): Promise<string> {
  const source = await readFile(urlOf(`${path}.wat`), 'utf8');
  const { parseWat } = await wabt();
  const { buffer } = parseWat(path, source, { simd: true }).toBinary({});
  const lines = Buffer.from(buffer)
    .toString('base64')
    .match(/.{1,96}/g)!;
  return [
    `/** ${path.split('/')[1]}.wat, assembled by testing/assemble-modules.ts. */`,
    'export const MODULE_BASE64 =',
    `${lines.map((line) => `  '${line}'`).join(' +\n')};\n`,
  ].join('\n');
}

export function urlOf(path: string): URL {
  return new URL(`../${path}`, import.meta.url);
}

if (import.meta.main)
  for (const path of modules) await writeFile(urlOf(`${path}-module.ts`), await assembleModule(path));
