import type { Coverage } from '../model.ts';
import type { Exemption } from '../policy/index.ts';

/** One key of one resource that violates the policy. */
export interface Violation {
  readonly arn: string;
  readonly type: string;
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  /** The value of the policy's owner key; `null` if there is none. */
  readonly owner: string | null;
  /** The key of the rule; for a forbidden tag, the key of the tag. */
  readonly key: string;
  readonly kind: 'missing' | 'bad-value' | 'key-variant' | 'value-variant' | 'conflict' | 'forbidden';
  /**
   * The value; `key=value` if the key is wrong. `null` if it is missing, and for forbidden tags: many people read a
   * report, and the value of a tag `password` must not be in it.
   */
  readonly found: string | null;
  /** What is wrong, as a sentence without a capital and a stop. */
  readonly message: string;
  /** How it would be fixed; `decide`: by a person. */
  readonly fix: 'default' | 'inherit' | 'rename' | 'value' | 'remove' | 'decide';
  /** `tags plan would copy Project=shop from instance i-0abc`. */
  readonly fixDetail: string;
}

/** How many resources of one kind follow the policy. The rest of `resources` violate it. */
export interface Score {
  readonly name: string;
  /** Those that a rule is for. */
  readonly resources: number;
  readonly compliant: number;
  /** Those that would violate the policy without exemptions. */
  readonly exempt: number;
  /** Those with unknown tags. */
  readonly unknown: number;
  /**
   * The percentage of compliant ones of those that comply or violate, rounded down to a tenth; `null` if there are
   * none.
   */
  readonly percent: number | null;
}

/** An exemption and its effect. */
export interface ExemptionUse {
  readonly exemption: Exemption;
  /** The number of violations that it exempts; if it has expired, that it would exempt. */
  readonly violations: number;
}

/** What an audit found. It does not depend on the order of the snapshot's resources. */
export interface Audit {
  /** When the tags were collected: ISO 8601, UTC. */
  readonly takenAt: string;
  /** ISO 8601, UTC. */
  readonly auditedAt: string;
  readonly policy: { readonly file: string; readonly ownerKey?: string };
  readonly accounts: readonly { readonly id: string; readonly alias?: string }[];
  /** All that were listed. */
  readonly resources: number;
  /** Those that no rule is for: they are in no score. */
  readonly unruled: number;
  /** Those that a rule is for. */
  readonly total: Score;
  /** Compliant ones, as in `total`. */
  readonly compliant: number;
  /** By account, region, type, ARN, and key in the policy's order. */
  readonly violations: readonly Violation[];
  /** Those with the most violations first. */
  readonly scores: {
    readonly byType: readonly Score[];
    readonly byRegion: readonly Score[];
    readonly byAccount: readonly Score[];
    /** `(none)` for what has no owner, `(unknown)` for what has unknown tags; empty without an owner key. */
    readonly byOwner: readonly Score[];
    /** A key that is not required counts if it is used. */
    readonly byKey: readonly Score[];
  };
  readonly coverage: {
    /** Listed, with tags other than AWS's own. */
    readonly tagged: number;
    readonly untagged: number;
    /** Listed, with tags that could not be known. */
    readonly unknown: number;
    /** What could not be listed, or not in full. */
    readonly gaps: readonly Coverage[];
    /** Types without a list call here: those never tagged are unknown. Absent if none was requested. */
    readonly taggedOnly?: {
      /** Known ones. */
      readonly resources: number;
      /** The regions of each account in which they were requested. */
      readonly places: number;
    };
  };
  /** Tags that other systems depend on, which no forbidden key names: they violate nothing. By system. */
  readonly kept: readonly (readonly [system: string, tags: number])[];
  readonly exemptions: {
    readonly active: readonly ExemptionUse[];
    /** Past their last day: reported, and not applied. */
    readonly expired: readonly ExemptionUse[];
    /** In force, but nothing needs them. */
    readonly unused: readonly ExemptionUse[];
  };
}
