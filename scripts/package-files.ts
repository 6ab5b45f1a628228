import { join } from 'node:path';
import { scriptOptions } from '@groundcrew/console/script-options';
import { builtFunctions } from '@groundcrew/functions/built';
import type { FunctionBundle } from '@groundcrew/lambda';

/*
 * What the command needs besides its code, as it is in the checkout. In the installed package build/installed-files.ts
 * takes this module's place: there the functions are built already, and esbuild is not there to build them.
 */

const checkout = join(import.meta.dirname, '..');

/** Folder of the samples: stock files, an account, a bill. */
export const samplesFolder: string = join(checkout, 'samples');

/** Folder of the SAM templates, a file for each stack. */
export const templatesFolder: string = join(checkout, 'deploy', 'sam');

/** The JSON schema of tag policies, for editors. */
export const policySchemaFile: string = join(checkout, 'packages', 'tags', 'policy.schema.json');

/** The JSON schema of schedule files, for editors. */
export const scheduleSchemaFile: string = join(checkout, 'packages', 'schedule', 'schedule.schema.json');

/** The JSON schema of network files, for editors. */
export const networkSchemaFile: string = join(checkout, 'packages', 'network', 'network.schema.json');

/** The script of the console's pages. In the checkout it is bundled at each start. */
export async function consoleScript(): Promise<string> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    ...scriptOptions,
    entryPoints: [...scriptOptions.entryPoints],
    target: [...scriptOptions.target],
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]!.text;
}

/** Bundles of functions, by their names. In the checkout they are built when their sources have changed. */
export async function bundleFunctions(names: readonly string[]): Promise<FunctionBundle[]> {
  return await builtFunctions(names);
}
