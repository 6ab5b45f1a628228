/** A value in a template. */
export type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

/** One resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: 'RetainExceptOnCreate' | 'Delete';
  readonly UpdateReplacePolicy?: 'Retain' | 'Delete';
  readonly Properties: { readonly [key: string]: Json };
}

export type Resources = Readonly<Record<string, Resource>>;

export function ref(id: string): Json {
  return { Ref: id };
}

export function getAtt(id: string, attribute: string): Json {
  return { 'Fn::GetAtt': [id, attribute] };
}

/** `${…}` in `text` are pseudo parameters, or keys of `values`. */
export function sub(text: string, values?: Readonly<Record<string, Json>>): Json {
  return { 'Fn::Sub': values === undefined ? text : [text, values] };
}

export function either(condition: string, then: Json, otherwise: Json): Json {
  return { 'Fn::If': [condition, then, otherwise] };
}

/** A pseudo parameter for {@link sub}. */
export function pseudo(name: 'AccountId' | 'Partition' | 'Region'): string {
  return `\${AWS::${name}}`;
}

/** The ARN of a resource in this account; those of IAM have no region. */
export function arnHere(
  service: string,
  resource: string,
  { withoutAccount, inEveryRegion }: { readonly withoutAccount?: true; readonly inEveryRegion?: true } = {},
): Json {
  const ownRegion = inEveryRegion ? '*' : pseudo('Region');
  const region = service === 'iam' ? '' : ownRegion;
  const account = withoutAccount ? '' : pseudo('AccountId');
  return sub(`arn:${pseudo('Partition')}:${service}:${region}:${account}:${resource}`);
}
