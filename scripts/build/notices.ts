import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly texts: readonly string[];
}

/**
 * The license notices of every package that a source file of a bundle belongs to, each text once.
 *
 * @param sources paths of the bundle's sources, from `root`
 * @throws Error where a package names no license, or has neither a text nor a name from which the text is known
 */
export async function noticesOf(root: string, sources: readonly string[]): Promise<string> {
  const folders = [...new Set(sources.map(packageFolderOf).filter((folder) => folder !== undefined))].sort();
  const packages = await Promise.all(folders.map((folder) => readPackage(join(root, folder))));
  const byText = new Map<string, BundledPackage[]>();
  for (const one of packages) {
    const text = one.texts.join('\n\n');
    byText.set(text, [...(byText.get(text) ?? []), one]);
  }
  const sections = [...byText].map(([text, ones]) => {
    const names = ones.map(({ name, version, license }) => `${name} ${version} (${license})`).sort();
    return `${names.join('\n')}\n\n${text}\n`;
  });
  const rule = `\n${'-'.repeat(80)}\n\n`;
  return `The package groundcrew contains code of these packages.\n${rule}${sections.sort().join(rule)}`;
}

/** `node_modules/a/node_modules/@b/c/lib/d.js`: `node_modules/a/node_modules/@b/c`; of ours none. */
export function packageFolderOf(source: string): string | undefined {
  return /^(?:\.\.\/)*((?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(source.replaceAll('\\', '/'))?.[1];
}

async function readPackage(folder: string): Promise<BundledPackage> {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: string;
  };
  if (license === undefined) throw new Error(`${name} ${version} names no license in its package.json`);
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return { name, version, license, texts: texts.map((text) => text.trim()) };
}
