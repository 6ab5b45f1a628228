import { processorOfLetters } from './capabilities.ts';
import type { Processor } from './instance-type.ts';

/** The groups of families in EC2's documentation, "Amazon EC2 instance types". */
export type Category =
  | 'general purpose'
  | 'compute optimized'
  | 'memory optimized'
  | 'storage optimized'
  | 'accelerated computing'
  | 'high performance computing';

export interface Purpose {
  /** `null`: a series newer than this table. */
  readonly category: Category | null;
  /** Its purpose, in a phrase. */
  readonly purpose: string;
}

/** By series; a family that differs from its series has an entry of its own. */
const purposes: ReadonlyMap<string, readonly [Category, string]> = new Map([
  ['a', ['general purpose', 'the first Arm servers: web servers and other work that scales out']],
  ['m', ['general purpose', 'CPU and memory in balance: most servers, small databases, back ends']],
  ['mac', ['general purpose', 'Apple hardware: building and testing for macOS and iOS']],
  ['t', ['general purpose', 'mostly idle machines that now and then burst, paid for in CPU credits']],
  ['c', ['compute optimized', 'much CPU for its memory: batch work, encoding, busy web servers']],
  ['cc', ['compute optimized', 'the first cluster instances: tightly coupled computing']],
  ['r', ['memory optimized', 'much memory for its CPU: databases, caches, analysis in memory']],
  ['x', ['memory optimized', 'very much memory for its CPU: SAP HANA, large databases in memory']],
  ['u', ['memory optimized', 'many terabytes of memory in one machine: the largest SAP HANA']],
  ['z', ['memory optimized', 'fast cores and much memory: licenses paid by the core, chip design']],
  ['cr', ['memory optimized', 'the first cluster instances with much memory']],
  ['m2', ['memory optimized', 'the first instances with much memory for their CPU']],
  ['d', ['storage optimized', 'many hard disks, cheap by the terabyte: Hadoop, distributed file systems']],
  ['h', ['storage optimized', 'hard disks with more CPU than dense storage has: MapReduce, log processing']],
  ['hi', ['storage optimized', 'the first instances with SSDs: many small reads and writes']],
  ['hs', ['storage optimized', 'the first instances with dense hard disks']],
  ['i', ['storage optimized', 'fast local SSDs: databases that read and write much, search']],
  ['im', ['storage optimized', 'fast local SSDs with 4 GiB of memory a vCPU']],
  ['is', ['storage optimized', 'fast local SSDs with 6 GiB of memory a vCPU, cheap by the terabyte']],
  ['cg', ['accelerated computing', 'the first cluster instances with GPUs']],
  ['dl', ['accelerated computing', 'accelerators for deep learning other than GPUs']],
  ['f', ['accelerated computing', 'FPGAs: hardware of your own design']],
  ['g', ['accelerated computing', 'GPUs for graphics and for inference']],
  ['gr', ['accelerated computing', 'GPUs for graphics with twice the memory for their vCPUs']],
  ['inf', ['accelerated computing', 'AWS Inferentia: inference at a low price']],
  ['p', ['accelerated computing', 'the largest GPUs: training models, scientific computing']],
  ['trn', ['accelerated computing', 'AWS Trainium: training large models']],
  ['vt', ['accelerated computing', 'hardware that transcodes video live']],
  ['hpc', ['high performance computing', 'simulations over many nodes with a fast network between them']],
]);

/** The purpose of the families of `series`; `family` may differ from them. */
export function purposeOf(series: string, family: string): Purpose {
  const [category, purpose] = purposes.get(family) ?? purposes.get(series) ?? [];
  return { category: category ?? null, purpose: purpose ?? 'a series newer than this version of groundcrew' };
}

/** Families whose processor is not Intel's and not in their name. From the page of each instance type. */
const processors: ReadonlyMap<string, Processor> = new Map([
  ['a1', 'graviton'],
  ['f2', 'amd'],
  ['g5', 'amd'],
  ['g6', 'amd'],
  ['g6e', 'amd'],
  ['g6f', 'amd'],
  ['gr6', 'amd'],
  ['gr6f', 'amd'],
  ['inf2', 'amd'],
  ['p5', 'amd'],
  ['p5e', 'amd'],
  ['p6e-gb200', 'nvidia'],
  ['mac1', 'intel'],
]);

/** The maker of a family's processor; `isKnown`: whether the family is in the table. */
export function processorOf(
  family: { readonly name: string; readonly series: string; readonly letters: string },
  isKnown: boolean,
): Processor {
  const named = processors.get(family.name) ?? processorOfLetters(family.letters);
  if (named !== undefined) return named;
  if (family.series === 'mac') return 'apple';
  return isKnown ? 'intel' : 'unknown';
}
