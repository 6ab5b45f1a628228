/** A CloudFormation template as JSON. */
export interface Template {
  readonly Parameters?: Readonly<Record<string, { readonly Default?: string | number }>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

interface TemplateResource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** A resource as it would be in an account. */
export interface ResolvedResource {
  readonly type: string;
  /** Its name, or its description. */
  readonly name: string;
  readonly kept: boolean;
  readonly properties: Readonly<Record<string, unknown>>;
}

const pseudoParameters: Readonly<Record<string, string>> = {
  'AWS::AccountId': '123456789012',
  'AWS::Region': 'eu-west-1',
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
};

// The property with a resource's name; the first that exists counts.
const nameProperties = [
  'BucketName',
  'TableName',
  'TopicName',
  'QueueName',
  'FunctionName',
  'LogGroupName',
  'StateMachineName',
  'AlarmName',
  'DashboardName',
  'Name',
  'StageName',
  'RouteKey',
  'IntegrationUri',
  'Description',
  'Bucket',
  'TopicArn',
  'Topics',
  'Queues',
];

/** The resources of `template` with these parameters, after all intrinsic functions. */
export function resolveTemplate(
  template: Template,
  parameters: Readonly<Record<string, string>> = {},
): ResolvedResource[] {
  function resolve(node: unknown): unknown {
    if (Array.isArray(node)) return node.map(resolve);
    if (typeof node !== 'object' || node === null) return node;
    const entries = Object.entries(node);
    const [first] = entries;
    if (entries.length === 1 && first !== undefined) {
      const [key, argument] = first;
      // As if the property were absent.
      if (key === 'Ref' && argument === 'AWS::NoValue') return undefined;
      if (key === 'Ref') return reference(String(argument));
      if (key.startsWith('Fn::')) return intrinsic(key.slice('Fn::'.length), argument);
    }
    return Object.fromEntries(entries.map(([key, value]) => [key, resolve(value)]));
  }

  function intrinsic(name: string, argument: unknown): unknown {
    if (name === 'Sub') return substitute(argument);
    if (name === 'If') {
      const [condition, yes, no] = list(argument);
      return resolve(isTrue(String(condition)) ? yes : no);
    }
    const resolved = list(resolve(argument));
    if (name === 'GetAtt') return attribute(String(resolved[0]), String(resolved[1]));
    if (name === 'Join') return list(resolved[1]).map(String).join(String(resolved[0]));
    if (name === 'Equals') return resolved[0] === resolved[1];
    if (name === 'Not') return resolved[0] !== true;
    throw new Error(`Fn::${name} is not known here`);
  }

  function substitute(argument: unknown): string {
    const [text, values] = Array.isArray(argument) ? argument : [argument, {}];
    const given = resolve(values) as Record<string, unknown>;
    return String(text).replace(/\$\{([^}]+)\}/g, (_, name: string) => {
      if (name in given) return String(given[name]);
      const [id = '', ...path] = name.split('.');
      return path.length === 0 ? reference(id) : attribute(id, path.join('.'));
    });
  }

  function isTrue(condition: string): boolean {
    return resolve(template.Conditions?.[condition]) === true;
  }

  function reference(id: string): string {
    const plain = pseudoParameters[id] ?? parameters[id] ?? template.Parameters?.[id]?.Default;
    if (plain !== undefined) return String(plain);
    const { Type: type } = resource(id);
    if (type === 'AWS::SNS::Topic' || type === 'AWS::KMS::Key' || type === 'AWS::StepFunctions::StateMachine')
      return attribute(id, 'Arn');
    return nameOf(resource(id));
  }

  function attribute(id: string, name: string): string {
    const { Type: type } = resource(id);
    const resourceName = nameOf(resource(id));
    if (name === 'TopicName' || name === 'QueueName') return resourceName;
    const arn = arnOf(type, resourceName);
    if (name === 'StreamArn') return `${arn}/stream/2020-01-01T00:00:00.000`;
    if (name === 'Arn' || name === 'TopicArn') return arn;
    throw new Error(`${name} of ${type} is not known here`);
  }

  function resource(id: string): TemplateResource {
    // SAM adds the mapping of a function's event as the resource FUNCTION + EVENT.
    const found = template.Resources[id] ?? template.Resources[id.replace(/Stream$/, '')];
    if (found === undefined) throw new Error(`the template refers to ${id}, which it does not contain`);
    return found;
  }

  function nameOf({ Type, Properties = {} }: TemplateResource): string {
    const property = nameProperties.find((name) => name in Properties);
    if (property === undefined) throw new Error(`a resource of type ${Type} has no name`);
    return String(resolve(Properties[property]));
  }

  return Object.values(template.Resources)
    .filter(({ Condition }) => Condition === undefined || isTrue(Condition))
    .map((one) => ({
      type: one.Type,
      name: nameOf(one),
      kept: one.DeletionPolicy === 'RetainExceptOnCreate' && one.UpdateReplacePolicy === 'Retain',
      properties: resolve(one.Properties ?? {}) as Record<string, unknown>,
    }));
}

function arnOf(type: string, name: string): string {
  const here = `${pseudoParameters['AWS::Region']}:${pseudoParameters['AWS::AccountId']}`;
  switch (type) {
    case 'AWS::S3::Bucket':
      return `arn:aws:s3:::${name}`;
    case 'AWS::DynamoDB::Table':
      return `arn:aws:dynamodb:${here}:table/${name}`;
    case 'AWS::SNS::Topic':
      return `arn:aws:sns:${here}:${name}`;
    case 'AWS::SQS::Queue':
      return `arn:aws:sqs:${here}:${name}`;
    case 'AWS::KMS::Key':
      return `arn:aws:kms:${here}:key/${name}`;
    case 'AWS::Logs::LogGroup':
      return `arn:aws:logs:${here}:log-group:${name}:*`;
    case 'AWS::IAM::Role':
      return `arn:aws:iam::${pseudoParameters['AWS::AccountId']}:role/${name}`;
    case 'AWS::StepFunctions::StateMachine':
      return `arn:aws:states:${here}:stateMachine:${name}`;
    case 'AWS::Lambda::Function':
    case 'AWS::Serverless::Function':
      return `arn:aws:lambda:${here}:function:${name}`;
    default:
      throw new Error(`the ARN of ${type} is not known here`);
  }
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** A cycle of dependent resources, which CloudFormation refuses; `undefined`: there is none. */
export function findCycle(template: Template): string[] | undefined {
  const ids = new Set(Object.keys(template.Resources));
  const done = new Set<string>();

  function visit(id: string, path: readonly string[]): string[] | undefined {
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id];
    if (done.has(id)) return undefined;
    for (const next of dependenciesOf(template.Resources[id])) {
      const cycle = ids.has(next) ? visit(next, [...path, id]) : undefined;
      if (cycle !== undefined) return cycle;
    }
    done.add(id);
    return undefined;
  }

  for (const id of ids) {
    const cycle = visit(id, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

function dependenciesOf(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(dependenciesOf);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    if (key === 'Ref') return [String(value)];
    if (key === 'DependsOn') return list(value).map(String);
    if (key === 'Fn::GetAtt') return [String(list(value)[0])];
    if (key === 'Fn::Sub') {
      const [text, values] = Array.isArray(value) ? value : [value];
      const names = [...String(text).matchAll(/\$\{([^}.]+)/g)].map(([, name]) => String(name));
      return [...names, ...dependenciesOf(values)];
    }
    return dependenciesOf(value);
  });
}
