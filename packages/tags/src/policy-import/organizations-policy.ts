/** How a setting of a policy changes that of its parents. */
export type Operator = '@@assign' | '@@append' | '@@remove';

/**
 * What a tag policy of AWS Organizations has for a tag key. `report_required_tag_for` was not found in the stored
 * documentation: unverified.
 */
export type SettingName = 'tag_key' | 'tag_value' | 'enforced_for' | 'report_required_tag_for';

/** One setting in one policy. */
export interface Setting {
  /** Values by operator. Without operators, as in an effective policy, all are assigned. */
  readonly values: Readonly<Partial<Record<Operator, readonly string[]>>>;
  /** The operators that child policies may use. */
  readonly allowed: readonly Operator[];
  /** `account.json:3:5: tags.costcenter.tag_value` */
  readonly place: string;
}

/** What one policy has for one tag key. */
export interface Statement {
  /** As it is written: case does not matter. */
  readonly policyKey: string;
  readonly settings: ReadonlyMap<SettingName, Setting>;
  readonly allowed: readonly Operator[];
  readonly place: string;
}

/** A tag policy as it is attached to a root, an organizational unit or an account. */
export interface OrganizationsPolicy {
  readonly file: string;
  readonly statements: readonly Statement[];
  readonly allowed: readonly Operator[];
}

export const allOperators: readonly Operator[] = ['@@assign', '@@append', '@@remove'];

/** A policy key in the form by which statements are the same: "the policy value is not case sensitive". */
export const policyKeyOf = (name: string) => name.toLowerCase();
