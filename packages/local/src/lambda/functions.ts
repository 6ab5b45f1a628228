import { availableParallelism } from 'node:os';
import { GroundcrewError } from '@groundcrew/errors';
import type { FunctionBundle, StackManifest } from '@groundcrew/lambda';
import type { StackLocation, StackValues } from '../stack-values.ts';
import type { StartEnvironment } from './execution-environment.ts';
import { createFunction, type FunctionHooks, type LambdaFunction } from './function.ts';
import { functionArn } from './function-arn.ts';

/** Settings of one function that a caller may override. */
export interface FunctionOverride {
  readonly timeoutMs?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface DeployOptions {
  readonly stack: StackManifest;
  readonly bundles: readonly FunctionBundle[];
  readonly values: StackValues;
  readonly location: StackLocation;
  readonly overrides: Readonly<Record<string, FunctionOverride>>;
  readonly hooks: FunctionHooks;
  /** Default: each environment is a worker. */
  readonly startEnvironment?: StartEnvironment | undefined;
}

// Without a limit a function may use the whole machine; at least two at a time, to expose races even on a small one.
const maxEnvironments = Math.max(4, availableParallelism());

/**
 * Deploys the functions of a stack.
 *
 * @throws GroundcrewError `local.bundle.missing`: a function has no bundle.
 */
export function deployFunctions(options: DeployOptions): LambdaFunction[] {
  const { stack, bundles, values, location, overrides, hooks, startEnvironment } = options;
  return stack.functions.map((manifest) => {
    const { name, asynchronous, reservedConcurrency } = manifest;
    const bundle = bundles.find((candidate) => candidate.name === name);
    if (!bundle) {
      throw new GroundcrewError(
        'local.bundle.missing',
        `function ${name} has no bundle; build the functions first (npm run build)`,
      );
    }
    const override = overrides[name];
    const environment = Object.fromEntries(
      Object.entries(manifest.environment).map(([key, value]) => [key, values.resolve(value)]),
    );
    return createFunction(
      {
        name,
        arn: functionArn(name, location.region, location.accountId),
        description: manifest.description,
        directory: bundle.directory,
        handler: bundle.handler,
        ...(bundle.compileCache !== undefined && { compileCache: bundle.compileCache }),
        memoryMb: manifest.memoryMb,
        timeoutMs: override?.timeoutMs ?? manifest.timeoutSeconds * 1000,
        ...(reservedConcurrency !== undefined && { reservedConcurrency }),
        variables: {
          ...environment,
          ...override?.environment,
          ...runtimeVariables(name, bundle, manifest.memoryMb, location),
        },
        asynchronous: {
          // AWS defaults: two retries, six hours.
          maximumRetryAttempts: asynchronous?.maximumRetryAttempts ?? 2,
          maximumEventAgeSeconds: asynchronous?.maximumEventAgeSeconds ?? 6 * 60 * 60,
          ...(asynchronous && { failureQueue: values.queueName(asynchronous.failureQueue) }),
        },
      },
      hooks,
      maxEnvironments,
      startEnvironment,
    );
  });
}

/** Rules: "Defined runtime environment variables" in the Lambda developer guide. */
function runtimeVariables(
  name: string,
  { directory, handler }: FunctionBundle,
  memoryMb: number,
  { region, endpoint }: StackLocation,
): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: endpoint,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    LAMBDA_TASK_ROOT: directory,
    _HANDLER: handler,
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    // The SDK looks for configuration files in the home folder: it must not find the host's.
    HOME: directory,
  };
}
