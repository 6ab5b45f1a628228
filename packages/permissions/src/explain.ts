import { didYouMean, GroundcrewError } from '@groundcrew/errors';
import {
  type AccessRequest,
  type ConditionContext,
  type Decision,
  evaluate,
  type PolicySet,
} from '@groundcrew/iam';
import { authorizationTable, factsOf, findCallProblem, listedActions } from '@groundcrew/iam/reference';

/** The answer to: may a principal with these policies do this? */
export interface Explanation {
  readonly action: string;
  readonly resource: string;
  readonly decision: Decision;
  /** Whether the service authorization reference was asked whether the action is about such a resource. */
  readonly isInReference: boolean;
}

/**
 * Decides whether policies allow an action on a resource, and by which statement.
 *
 * @throws GroundcrewError `permissions.action.invalid`, `permissions.resource.invalid`: a question that has no answer
 */
export function explainAccess(
  policies: PolicySet,
  question: { readonly action: string; readonly resource: string; readonly context: ConditionContext },
): Explanation {
  const { resource, context } = question;
  const action = checkAction(question.action);
  const isInReference = factsOf(authorizationTable, action) !== undefined;
  checkResource(action, resource, isInReference);
  const request: AccessRequest = { action, resource, context };
  return { action, resource, decision: evaluate(policies, request), isInReference };
}

/** The action, in the reference's spelling if it is there. */
function checkAction(action: string): string {
  if (!/^[A-Za-z0-9-]+:[A-Za-z0-9]+$/.test(action)) {
    const why = /[*?]/.test(action)
      ? 'has wildcards: ask about one action at a time'
      : 'is not SERVICE:ACTION';
    throw new GroundcrewError(
      'permissions.action.invalid',
      `the action ${JSON.stringify(action)} ${why}${didYouMean(action, listedActions)}`,
    );
  }
  return listedActions.find((one) => one.toLowerCase() === action.toLowerCase()) ?? action;
}

function checkResource(action: string, resource: string, isInReference: boolean): void {
  const refuse = (why: string) =>
    new GroundcrewError('permissions.resource.invalid', `the resource ${JSON.stringify(resource)} ${why}`);
  if (resource !== '*') {
    if (!/^arn:[^:]+:[^:]+:[^:]*:[^:]*:./.test(resource)) throw refuse('is neither an ARN nor "*"');
    // As a text it would be compared with itself: an answer about a resource that does not exist.
    if (/[*?]/.test(resource)) throw refuse('has wildcards: ask about one resource at a time');
  }
  const problem = isInReference ? findCallProblem(authorizationTable, action, resource) : undefined;
  if (problem !== undefined) throw refuse(`does not fit: ${problem}`);
}
