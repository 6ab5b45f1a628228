import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { GroundcrewError, messageOf } from '@groundcrew/errors';
import type { FunctionBundle, StackManifest } from '@groundcrew/lambda';

export interface DeploymentOptions {
  readonly stack: StackManifest;
  /** The stack's SAM template, as deploy/sam/generate.ts writes it. */
  readonly templateFile: string;
  /** The built functions of the stack. */
  readonly bundles: readonly FunctionBundle[];
  /** Folder to write into; made where it is missing. */
  readonly outDir: string;
  /** Whether to overwrite a template there that differs: it may have been edited. */
  readonly overwrite: boolean;
}

/** What was written for one function. */
export interface DeployedFunction {
  readonly name: string;
  readonly directory: string;
  readonly sizeBytes: number;
}

export interface Deployment {
  /** The template, for `sam deploy -t`. */
  readonly template: string;
  readonly functions: readonly DeployedFunction[];
}

/**
 * Writes all that `sam deploy` takes for a stack into one folder: `NAME.yaml`, and beside it `functions/`, to which the
 * template refers by relative paths. Several stacks can be written into the same folder. The template comes last, so
 * that one that is there has all it refers to.
 *
 * @throws GroundcrewError `functions.template.exists`, `functions.template.unwritable`
 */
export async function writeDeployment(options: DeploymentOptions): Promise<Deployment> {
  const { stack, templateFile, bundles, outDir, overwrite } = options;
  const template = join(outDir, basename(templateFile));
  const text = placeBundles(await readFile(templateFile, 'utf8'), bundles);
  try {
    await refuseOther(template, text, overwrite);
    const functions: DeployedFunction[] = [];
    for (const bundle of bundles) functions.push(await copyBundle(bundle, join(outDir, 'functions')));
    await writeFile(template, text);
    return { template, functions };
  } catch (error) {
    if (error instanceof GroundcrewError) throw error;
    throw new GroundcrewError(
      'functions.template.unwritable',
      `the stack ${stack.name} can't be written to "${outDir}": ${messageOf(error)}; name another folder`,
      { cause: error },
    );
  }
}

/** The template with each function's code where {@link writeDeployment} puts it. */
function placeBundles(template: string, bundles: readonly FunctionBundle[]): string {
  const names = new Set(bundles.map(({ name }) => name));
  return template.replace(/^( +CodeUri: )\S*\/([\w-]+)$/gm, (line, start: string, name: string) => {
    if (names.has(name)) return `${start}functions/${name}`;
    throw new GroundcrewError(
      'functions.bundle.missing',
      `the template refers to the function "${name}" (${line.trim()}), of which there is no bundle`,
      { fault: 'bug' },
    );
  });
}

async function refuseOther(template: string, text: string, overwrite: boolean): Promise<void> {
  const present = await readFile(template, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (overwrite || present === undefined || present === text) return;
  throw new GroundcrewError(
    'functions.template.exists',
    `"${template}" is there and reads differently; keep your changes elsewhere, then pass --force to replace it`,
  );
}

/** Without source maps: Lambda does not read them. What an earlier version left there goes. */
async function copyBundle(
  { name, directory, sharedParts }: FunctionBundle,
  folder: string,
): Promise<DeployedFunction> {
  const shared = new Set(sharedParts === undefined ? [] : await readdir(sharedParts));
  const target = join(folder, name);
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  let sizeBytes = 0;
  for (const file of await readdir(directory)) {
    if (!file.endsWith('.mjs')) continue;
    const source = sharedParts !== undefined && shared.has(file) ? sharedParts : directory;
    await cp(join(source, file), join(target, file));
    sizeBytes += (await stat(join(target, file))).size;
  }
  return { name, directory: target, sizeBytes };
}
