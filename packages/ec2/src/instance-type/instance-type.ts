/** The parts of an instance type's name. {@link formatInstanceType} joins them. */
export interface InstanceType {
  /** In AWS's form: `m7gd.4xlarge`. */
  readonly name: string;
  /** The part before the period: `m7gd`. */
  readonly family: string;
  /** The letters that the family begins with: `m`, `hpc`, `mac`. */
  readonly series: string;
  /** `null`: the name has none (`mac-m4pro`). */
  readonly generation: number | null;
  readonly processor: Processor;
  /** In the order of the name. */
  readonly capabilities: readonly Capability[];
  /** The part after a hyphen, unless it is a capability: `24tb` of `u7in-24tb`, `gb200` of `p6e-gb200`, `m4pro` of `mac-m4pro`. */
  readonly variant?: string;
  /** The part after the period: `4xlarge`. */
  readonly size: string;
  /** Whether it is the bare machine, without AWS's hypervisor. */
  readonly metal: boolean;
}

/** The maker of the processor; Graviton is AWS's own. `unknown`: it is not in the name, and the family is new. */
export type Processor = 'intel' | 'amd' | 'graviton' | 'apple' | 'nvidia' | 'unknown';

/** A letter, or the word `flex`, after the generation in a family's name. */
export interface Capability {
  readonly letter: string;
  /** Its meaning; `null`: a letter newer than this table. */
  readonly meaning: string | null;
}
