/** An answer of AWS about networks, as the AWS CLI prints it. */
export interface SnapshotAnswer {
  /** What it is, as `network show --how-to-save` names its file: `describe-vpcs`, `records-Z0123`. */
  readonly answer: string;
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
  readonly value: Readonly<Record<string, unknown>>;
}
