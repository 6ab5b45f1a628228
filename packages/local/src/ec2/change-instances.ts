import type { InstanceDetails } from '../account/index.ts';
import type { Form } from '../form.ts';
import { AwsError } from '../service.ts';
import { arnPrefix, type Ec2Location } from './arns.ts';
import { missingParameter } from './errors.ts';
import { namedInstances } from './describe-instances.ts';
import { stateCodeOf } from './instance-xml.ts';
import type { RequestContext } from './request-context.ts';

/** The actions that start or stop instances, of these ids. */
export function startedArns(action: string, form: Form, location: Ec2Location): string[] {
  if (action !== 'StartInstances' && action !== 'StopInstances') return [];
  return [...new Set(form.texts('InstanceId'))].map((id) => arnPrefix('instance', location) + id);
}

/**
 * Starts all of the instances, or none.
 *
 * Rules: "StartInstances" of the EC2 API reference; "Instance lifecycle" of the user guide.
 *
 * @throws AwsError `IncorrectInstanceState`, `InsufficientInstanceCapacity`, `UnsupportedOperation`
 */
export function startInstances(form: Form, context: RequestContext): string {
  const instances = readInstances(form, context);
  for (const { id, state } of instances) {
    if (state === 'running' || state === 'pending' || state === 'stopped') continue;
    throw incorrectState(id, 'started');
  }
  const faultOf = ({ position }: InstanceDetails) => context.instances.entryAt(position).startFault;
  const toStart = instances.filter(({ state }) => state === 'stopped');
  const full = toStart.find((instance) => faultOf(instance) === 'capacity');
  if (full) throw insufficientCapacity(full);
  return answer(instances, context, (instance) => {
    if (instance.state !== 'stopped') return;
    context.changeInstance(instance.position, faultOf(instance) === 'kms' ? 'failed-start' : 'start');
  });
}

/**
 * Stops all of the instances, or none.
 *
 * @throws AwsError `IncorrectInstanceState`, `UnsupportedHibernationConfiguration`, `UnsupportedOperation`
 */
export function stopInstances(form: Form, context: RequestContext): string {
  const instances = readInstances(form, context);
  for (const instance of instances) {
    const { id, state, lifecycle } = instance;
    const { rootDevice, spotType } = context.instances.entryAt(instance.position);
    if (lifecycle === 'spot' && spotType !== 'persistent') throw oneTimeSpot(id);
    if (rootDevice === 'instance-store') throw instanceStore(id);
    if (state === 'pending' || state === 'shutting-down' || state === 'terminated')
      throw incorrectState(id, 'stopped');
    if (form.text('Hibernate') === 'true' && !instance.hibernation) throw notHibernatable(id);
  }
  return answer(instances, context, ({ state, position }) => {
    if (state === 'running') context.changeInstance(position, 'stop');
  });
}

function readInstances(form: Form, context: RequestContext): InstanceDetails[] {
  const ids = form.texts('InstanceId');
  if (ids.length === 0) throw missingParameter('InstanceId');
  return namedInstances(ids, context);
}

/** `InstanceStateChange` of each, with its state before and after. */
function answer(
  instances: readonly InstanceDetails[],
  context: RequestContext,
  change: (instance: InstanceDetails) => void,
): string {
  const items = instances.map((instance) => {
    change(instance);
    const { state } = context.currentInstance(instance.position);
    return `<item><instanceId>${instance.id}</instanceId><currentState>${stateXml(state)}</currentState><previousState>${stateXml(instance.state)}</previousState></item>`;
  });
  return `<instancesSet>${items.join('')}</instancesSet>`;
}

function stateXml(state: InstanceDetails['state']): string {
  return `<code>${stateCodeOf(state)}</code><name>${state}</name>`;
}

// Codes: "Error codes for the Amazon EC2 API" of the EC2 developer guide. Messages: as observed from EC2, where known.

function incorrectState(id: string, what: string): AwsError {
  return new AwsError(
    400,
    'IncorrectInstanceState',
    `The instance '${id}' is not in a state from which it can be ${what}.`,
  );
}

function insufficientCapacity({ type, zone }: InstanceDetails): AwsError {
  return new AwsError(
    500,
    'InsufficientInstanceCapacity',
    `We currently do not have sufficient ${type} capacity in the Availability Zone you requested (${zone}). ` +
      'Our system will be working on provisioning additional capacity.',
  );
}

function oneTimeSpot(id: string): AwsError {
  return new AwsError(
    400,
    'UnsupportedOperation',
    `You can't stop the Spot Instance '${id}' because it is associated with a one-time Spot Instance request. ` +
      'You can only stop Spot Instances associated with persistent Spot Instance requests.',
  );
}

function notHibernatable(id: string): AwsError {
  return new AwsError(
    400,
    'UnsupportedHibernationConfiguration',
    `The instance '${id}' was not launched so that it can hibernate.`,
  );
}

function instanceStore(id: string): AwsError {
  return new AwsError(
    400,
    'UnsupportedOperation',
    `The instance '${id}' does not have an 'ebs' root device type and cannot be stopped.`,
  );
}
