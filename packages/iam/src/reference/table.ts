import json from './authorization-table.json' with { type: 'json' };

/** What the service authorization reference states about some actions. */
export interface AuthorizationTable {
  /** Where it was read: a package and its version. */
  readonly source: string;
  readonly actions: Readonly<Record<string, ActionFacts>>;
  /** By service and name: `ec2:snapshot`. */
  readonly resourceTypes: Readonly<Record<string, ResourceTypeFacts>>;
  /** The keys of each service; names in them such as `${TagKey}` stand for any text. */
  readonly conditionKeys: Readonly<Record<string, readonly string[]>>;
}

export interface ActionFacts {
  readonly accessLevel: string;
  /** By name, those that a statement can name; none: it has to name `*`. */
  readonly resourceTypes: Readonly<
    Record<string, { readonly required: boolean; readonly conditionKeys: readonly string[] }>
  >;
  /** Those that do not depend on the type of the resource. */
  readonly conditionKeys: readonly string[];
}

export interface ResourceTypeFacts {
  /** `arn:${Partition}:ec2:${Region}::snapshot/${SnapshotId}` */
  readonly arn: string;
  readonly conditionKeys: readonly string[];
}

export const authorizationTable: AuthorizationTable = json;

/** The facts of an action, whose name may be in any case; `undefined`: it is not in the table. */
export function factsOf(table: AuthorizationTable, action: string): ActionFacts | undefined {
  if (Object.hasOwn(table.actions, action)) return table.actions[action];
  const name = Object.keys(table.actions).find((one) => one.toLowerCase() === action.toLowerCase());
  return name === undefined ? undefined : table.actions[name];
}

/** The ARN formats of the resources that an action is about, by the name of the type. */
export function formatsOf(table: AuthorizationTable, action: string): Readonly<Record<string, string>> {
  const service = action.slice(0, action.indexOf(':'));
  return Object.fromEntries(
    Object.keys(factsOf(table, action)?.resourceTypes ?? {}).map((type) => [
      type,
      table.resourceTypes[`${service}:${type}`]!.arn,
    ]),
  );
}
