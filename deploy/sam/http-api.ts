import type { StackManifest } from '@groundcrew/lambda';
import { accessLogFormat, apiLogGroupName, defaults, logicalId } from '../shared/defaults.ts';
import { routesOf } from '../shared/routes.ts';
import { arnHere, getAtt, type Resource, type Resources, ref, sub } from './intrinsics.ts';

/**
 * The APIs, their logs and their routes, for signed requests only. CloudFormation's own resources: SAM's `HttpApi`
 * puts
 * routes and authorization into an OpenAPI document, which neither cfn-lint nor the comparison with CDK can check.
 */
export function apiResources(stack: StackManifest): Resources {
  const resources: Record<string, Resource> = {};
  for (const { id, description, name, throttle } of stack.apis) {
    resources[id] = {
      Type: 'AWS::ApiGatewayV2::Api',
      Properties: { Name: name, Description: description, ProtocolType: 'HTTP' },
    };
    resources[`${id}Log`] = {
      Type: 'AWS::Logs::LogGroup',
      DeletionPolicy: 'Delete',
      UpdateReplacePolicy: 'Delete',
      Properties: { LogGroupName: apiLogGroupName(name), RetentionInDays: defaults.logRetentionDays },
    };
    resources[`${id}Stage`] = {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: {
        ApiId: ref(id),
        StageName: '$default',
        AutoDeploy: true,
        DefaultRouteSettings: {
          ThrottlingRateLimit: throttle.requestsPerSecond,
          ThrottlingBurstLimit: throttle.burst,
        },
        AccessLogSettings: { DestinationArn: getAtt(`${id}Log`, 'Arn'), Format: accessLogFormat },
      },
    };
  }
  for (const { name, api, routeKey, path } of routesOf(stack)) {
    const id = logicalId(name);
    resources[`${id}Integration`] = {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: ref(api),
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: getAtt(`${id}Function`, 'Arn'),
        PayloadFormatVersion: '2.0',
      },
    };
    resources[`${id}Route`] = {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: ref(api),
        RouteKey: routeKey,
        AuthorizationType: 'AWS_IAM',
        Target: sub(`integrations/\${${id}Integration}`),
      },
    };
    resources[`${id}InvokePermission`] = {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: getAtt(`${id}Function`, 'Arn'),
        Principal: 'apigateway.amazonaws.com',
        SourceArn: arnHere('execute-api', `\${${api}}/*/*${path}`),
      },
    };
  }
  return resources;
}
