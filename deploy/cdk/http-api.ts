import { Fn, RemovalPolicy } from 'aws-cdk-lib';
import { CfnApi, CfnIntegration, CfnRoute, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { accessLogFormat, apiLogGroupName, defaults, logicalId } from '../shared/defaults.ts';
import { routesOf } from '../shared/routes.ts';
import { find, type Resources } from './resources.ts';

/** The APIs, their logs and their routes, each for signed requests only. L1 constructs: the same as the SAM template. */
export function addApis(resources: Resources): void {
  const { stack, manifest, apis } = resources;
  for (const { id, description, name, throttle } of manifest.apis) {
    const api = new CfnApi(stack, id, { name, description, protocolType: 'HTTP' });
    const log = new LogGroup(stack, `${id}Log`, {
      logGroupName: apiLogGroupName(name),
      retention: defaults.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new CfnStage(stack, `${id}Stage`, {
      apiId: api.ref,
      stageName: '$default',
      autoDeploy: true,
      defaultRouteSettings: {
        throttlingRateLimit: throttle.requestsPerSecond,
        throttlingBurstLimit: throttle.burst,
      },
      accessLogSettings: { destinationArn: log.logGroupArn, format: accessLogFormat },
    });
    apis.set(id, api);
  }
  for (const { name, api, routeKey, path } of routesOf(manifest)) {
    const id = logicalId(name);
    const apiId = find(apis, 'API', api).ref;
    const { functionArn } = find(resources.functions, 'function', name);
    const integration = new CfnIntegration(stack, `${id}Integration`, {
      apiId,
      integrationType: 'AWS_PROXY',
      integrationUri: functionArn,
      payloadFormatVersion: '2.0',
    });
    new CfnRoute(stack, `${id}Route`, {
      apiId,
      routeKey,
      authorizationType: 'AWS_IAM',
      target: Fn.join('/', ['integrations', integration.ref]),
    });
    new CfnPermission(stack, `${id}InvokePermission`, {
      action: 'lambda:InvokeFunction',
      functionName: functionArn,
      principal: 'apigateway.amazonaws.com',
      sourceArn: stack.formatArn({ service: 'execute-api', resource: apiId, resourceName: `*/*${path}` }),
    });
  }
}
