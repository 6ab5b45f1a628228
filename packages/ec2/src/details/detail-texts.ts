import type { InstanceState } from '../instance.ts';
import { UNKNOWN } from './detail.ts';

/** Worst first: of several, the worst is shown. */
const troubledStates = ['impaired', 'insufficient-data', 'initializing'];

/**
 * The status checks of an instance: `2/2`, or how many passed and why the others did not.
 *
 * @param checks their results; `undefined`: EC2 returned nothing about this instance
 */
export function statusText(
  state: InstanceState | null,
  checks: readonly string[] | undefined,
): string | null {
  const runs = state === 'running' || state === 'pending';
  const made = (checks ?? []).filter((check) => check !== 'not-applicable');
  if (made.length === 0) return runs ? UNKNOWN : null;
  const passed = made.filter((check) => check === 'ok').length;
  const figure = `${passed}/${made.length}`;
  if (passed === made.length) return figure;
  const trouble = troubledStates.find((each) => made.includes(each)) ?? made.find((check) => check !== 'ok');
  return `${figure} ${trouble}`;
}

/** `ConnectionLost` as `connection-lost`. @param ping `undefined`: Systems Manager does not know the instance */
export function ssmText(state: InstanceState | null, ping: string | undefined): string | null {
  if (state === 'terminated') return null;
  return ping === undefined ? 'not-managed' : ping.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}
