import { createJsonReader } from '../json-service.ts';
import type { CallerContext, ResourceRegistry } from '../resource-registry/index.ts';
import type { AwsError, LocalRequest } from '../service.ts';
import type { Arns } from './arns.ts';
import type { Engine } from './engine.ts';
import { invalidParameter } from './errors.ts';
import type { Store } from './store.ts';

/** What the actions of Step Functions share. */
export interface StepFunctionsContext {
  readonly store: Store;
  readonly engine: Engine;
  readonly arns: Arns;
  readonly registry: ResourceRegistry;
  readonly now: () => number;
  authorize(request: LocalRequest, operation: string, resource: string): Promise<CallerContext>;
  missingParameter(message: string): AwsError;
}

export const reader = createJsonReader(invalidParameter);
