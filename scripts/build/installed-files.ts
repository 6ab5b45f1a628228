import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FunctionBundle } from '@groundcrew/lambda';

/* Takes the place of package-files.ts in the package: everything is beside the command's own code, in dist. */

/** Folder of the samples: stock files, an account, a bill. */
export const samplesFolder: string = join(import.meta.dirname, 'samples');

/** Folder of the SAM templates, a file for each stack. */
export const templatesFolder: string = join(import.meta.dirname, 'templates');

/** The JSON schema of tag policies, for editors. */
export const policySchemaFile: string = join(import.meta.dirname, 'policy.schema.json');

export const scheduleSchemaFile: string = join(import.meta.dirname, 'schedule.schema.json');

export const networkSchemaFile: string = join(import.meta.dirname, 'network.schema.json');

/** The script of the console's pages. */
export async function consoleScript(): Promise<string> {
  return await readFile(join(import.meta.dirname, 'console-script.js'), 'utf8');
}

/** Bundles of functions, by their names, as they came with the package. */
export async function bundleFunctions(names: readonly string[]): Promise<FunctionBundle[]> {
  return names.map((name) => ({
    name,
    directory: join(import.meta.dirname, 'functions', name),
    handler: 'index.handler',
    sharedParts: join(import.meta.dirname, 'functions/shared'),
  }));
}
