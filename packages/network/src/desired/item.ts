/** What a network is made of. */
export type ItemKind =
  | 'vpc'
  | 'vpc-range'
  | 'ipv6-range'
  | 'subnet'
  | 'internet-gateway'
  | 'gateway-attachment'
  | 'egress-only-gateway'
  | 'address'
  | 'nat-gateway'
  | 'route-table'
  | 'route'
  | 'association'
  | 'endpoint'
  | 'group'
  | 'rule'
  | 'load-balancer'
  | 'target-group'
  | 'listener'
  | 'record';

export type PropValue = string | number | boolean | readonly string[] | Readonly<Record<string, string>>;

/** One resource of a network, wanted or there. */
export interface Item {
  readonly kind: ItemKind;
  /**
   * What it is known by, as it is known before it has an id: `subnet:10.20.0.0/22`. What AWS cannot change of a resource is
   * in its key, so that another value is another resource, which is made before the old one goes.
   */
  readonly key: string;
  /** Its name in AWS or for people. */
  readonly name: string;
  readonly props: Readonly<Record<string, PropValue>>;
  /** Keys of the resources that it refers to, by how it does. */
  readonly refs: Readonly<Record<string, string | readonly string[]>>;
  /** Its id in AWS; missing: it is not there yet. */
  readonly id?: string;
}

/** The keys of all that an item refers to. */
export function refsOf({ refs }: Pick<Item, 'refs'>): readonly string[] {
  return Object.values(refs).flat();
}

/** A value that is text; empty if it is missing or something else. */
export function textOf({ props }: Pick<Item, 'props'>, name: string): string {
  const value = props[name];
  return typeof value === 'string' ? value : '';
}

/** The one key of a reference; `undefined`: there is none. */
export function refOf({ refs }: Pick<Item, 'refs'>, name: string): string | undefined {
  const ref = refs[name];
  return typeof ref === 'string' ? ref : ref?.[0];
}
