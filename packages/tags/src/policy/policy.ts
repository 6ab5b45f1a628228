import type { Relation } from '../model.ts';

/** A tag policy as it was read: checked, and with its defaults filled in. */
export interface TagPolicy {
  readonly version: 1;
  /** The file from which it was read, for messages and reports. */
  readonly file: string;
  readonly keys: readonly KeyRule[];
  readonly forbidden: readonly ForbiddenRule[];
  readonly exemptions: readonly Exemption[];
  /** The key whose value is the owner of a resource. */
  readonly ownerKey?: string;
}

/** The rule of one key. */
export interface KeyRule {
  readonly key: string;
  readonly required: boolean;
  /** Where it is required; left out: where the rule applies. */
  readonly requiredFor?: Scope;
  readonly appliesTo: Scope;
  /** Misspellings of the key that are known. */
  readonly variants: readonly string[];
  /** Whether the key in another case, or with stray spaces, is taken for a misspelling of it. */
  readonly ignoreCase: boolean;
  /** Left out: every value is valid. */
  readonly values?: ValuesRule;
  /** The parents to inherit a missing key from: the first that has one. */
  readonly inherit: readonly Relation[];
  /** The value of a missing key that is not inherited. */
  readonly default?: string;
  readonly description?: string;
}

/** The valid values of a key. A value must match everything that is specified; of `list` and `like`, one of them. */
export interface ValuesRule {
  readonly list?: readonly string[];
  /** Globs. */
  readonly like?: readonly string[];
  /** A regular expression that the whole value must match: see {@link compilePattern}. */
  readonly pattern?: string;
  /** In Unicode characters. */
  readonly minLength?: number;
  /** In Unicode characters. */
  readonly maxLength?: number;
  /** Whether a value of the list, or a variant, in another case is taken for a misspelling of it. */
  readonly ignoreCase: boolean;
  /** Wrong values that are known, with the right one. */
  readonly variants: Readonly<Record<string, string>>;
}

/** Globs (`*` for any text, `?` for one character); a resource must match one of each list. */
export interface Scope {
  readonly types: readonly string[];
  readonly regions: readonly string[];
  readonly accounts: readonly string[];
  /** What matches one of any of these lists is left out. */
  readonly not?: {
    readonly types: readonly string[];
    readonly regions: readonly string[];
    readonly accounts: readonly string[];
  };
}

/**
 * Keys that no resource may have. They never include keys with a rule of their own, and include keys on which other
 * systems depend only if the rule names them: see {@link keptFor}.
 */
export interface ForbiddenRule {
  /** A glob. */
  readonly key: string;
  /** Globs of keys that it does not forbid. */
  readonly except?: readonly string[];
  /** Whether a plan removes it with its value; otherwise it is only reported. */
  readonly remove: boolean;
  readonly reason?: string;
  readonly appliesTo: Scope;
}

/** Resources that are exempt from some rules, for a reason, and usually for a limited time. */
export interface Exemption {
  /** Globs; all that are specified must match. */
  readonly match: {
    readonly type?: string;
    readonly region?: string;
    readonly account?: string;
    readonly arn?: string;
    /** Globs of values by globs of keys; a resource with unknown tags does not match. */
    readonly tag?: Readonly<Record<string, string>>;
  };
  /** Globs of keys of rules, and of forbidden keys. */
  readonly keys: readonly string[] | 'all';
  readonly reason: string;
  /** The last day it holds, in UTC: `2027-03-31`. Left out: without an end. */
  readonly until?: string;
}
