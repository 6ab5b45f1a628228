import type { ResolvedResource } from './resolve-template.ts';

type Properties = Readonly<Record<string, unknown>>;

/**
 * Expands functions like SAM does: the function, its retries, its stream mapping. SAM developer guide,
 * "AWS::Serverless::Function"; the conformance tests compare it with SAM's own translator.
 */
export function expandFunctions(resources: readonly ResolvedResource[]): ResolvedResource[] {
  return resources.flatMap((resource) =>
    resource.type === 'AWS::Serverless::Function' ? expand(resource) : [resource],
  );
}

function expand({ name, kept, properties }: ResolvedResource): ResolvedResource[] {
  const { CodeUri: _, EventInvokeConfig: retries, Events: events = {}, ...rest } = properties;
  return [
    { type: 'AWS::Lambda::Function', name, kept, properties: rest },
    ...(retries === undefined
      ? []
      : [
          {
            type: 'AWS::Lambda::EventInvokeConfig',
            name,
            kept,
            properties: { FunctionName: name, Qualifier: '$LATEST', ...withoutTypes(retries as Properties) },
          },
        ]),
    ...Object.values(events as Record<string, { Properties: Properties }>).map(({ Properties: event }) => {
      const { Stream, ...settings } = event;
      return {
        type: 'AWS::Lambda::EventSourceMapping',
        name,
        kept,
        properties: { FunctionName: name, EventSourceArn: Stream, ...withoutTypes(settings) },
      };
    }),
  ];
}

/** SAM needs the type of a destination; Lambda derives it from the ARN. */
function withoutTypes(settings: Properties): Properties {
  const { DestinationConfig, ...rest } = settings;
  if (DestinationConfig === undefined) return rest;
  const { OnFailure } = DestinationConfig as { OnFailure: { Destination: unknown } };
  return { ...rest, DestinationConfig: { OnFailure: { Destination: OnFailure.Destination } } };
}
