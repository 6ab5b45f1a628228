import type { LocalOptions } from '@groundcrew/local';
import { startInThread } from '@groundcrew/local/testing/lambda';
import { builtFunctions } from '../built-functions.ts';
import { singleFileFunctions } from './single-files.ts';

/** Where functions run: in workers, as for users; in the thread of the test, where they start in a fraction of that time. */
export type Place = 'workers' | 'thread';

/** The functions that an embedded AWS runs, and how. */
export type TestedFunctions = Pick<LocalOptions, 'bundles' | 'startEnvironment'>;

/** The functions as they are built, by their names. */
export async function testedFunctions(place: Place, names: readonly string[]): Promise<TestedFunctions> {
  if (place === 'workers') return { bundles: await builtFunctions(names) };
  return { bundles: await singleFileFunctions(names), startEnvironment: startInThread };
}
