/** The name of an instance type, in its parts. {@link formatInstanceType} puts them together again. */
export interface InstanceType {
  /** As AWS writes it: `m7gd.4xlarge`. */
  readonly name: string;
  /** What stands before the period: `m7gd`. */
  readonly family: string;
  /** The letters that the family begins with: `m`, `hpc`, `mac`. */
  readonly series: string;
  /** `null`: the name has none (`mac-m4pro`). */
  readonly generation: number | null;
  readonly processor: Processor;
  /** In the order of the name. */
  readonly capabilities: readonly Capability[];
  /** What follows a hyphen and is no capability: `24tb` of `u7in-24tb`, `gb200` of `p6e-gb200`, `m4pro` of `mac-m4pro`. */
  readonly variant?: string;
  /** What stands after the period: `4xlarge`. */
  readonly size: string;
  /** Whether it is the bare machine, without AWS's hypervisor. */
  readonly metal: boolean;
}

/** Whose processor runs the instance; Graviton is AWS's own. `unknown`: the name does not tell, and the family is new. */
export type Processor = 'intel' | 'amd' | 'graviton' | 'apple' | 'nvidia' | 'unknown';

/** A letter, or the word `flex`, that a family's name has after its generation. */
export interface Capability {
  readonly letter: string;
  /** What it stands for; `null`: a letter newer than this table. */
  readonly meaning: string | null;
}
