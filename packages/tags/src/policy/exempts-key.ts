import { compileGlobs, type Matcher } from '@groundcrew/settings';
import type { Exemption } from './policy.ts';

const compiled = new WeakMap<Exemption, Matcher>();

/** Whether an exemption is for a key: of a rule, or forbidden. */
export function exemptsKey(exemption: Exemption, key: string): boolean {
  let matches = compiled.get(exemption);
  if (!matches) {
    matches = exemption.keys === 'all' ? () => true : compileGlobs(exemption.keys);
    compiled.set(exemption, matches);
  }
  return matches(key);
}
