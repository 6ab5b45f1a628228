import { buildFunctions } from '@groundcrew/functions/build';
import { stack } from '@groundcrew/functions/stack';
import { type LocalAws, type LocalOptions, startLocal } from '@groundcrew/local';

/** Builds the functions from their sources and starts the embedded AWS with the inventory flow in it. */
export async function startStack(options: LocalOptions): Promise<LocalAws> {
  return await startLocal({ ...options, stack, bundles: await buildFunctions() });
}
