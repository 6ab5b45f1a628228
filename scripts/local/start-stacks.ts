import { mergeStacks, type StackManifest } from '@groundcrew/lambda';
import { type LocalAws, type LocalOptions, startLocal } from '@groundcrew/local';
import { bundleFunctions } from '../package-files.ts';

/** Starts the embedded AWS with the stacks in it. */
export async function startStacks(
  stacks: readonly StackManifest[],
  options: LocalOptions,
): Promise<LocalAws> {
  const stack = mergeStacks(stacks);
  const bundles = await bundleFunctions(stack.functions.map(({ name }) => name));
  return await startLocal({ ...options, stack, bundles });
}
