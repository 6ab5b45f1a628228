import { withParticle } from './korean-particle.ts';

const PLACEHOLDER_PATTERN = /\{([a-z]+)(?::([^{}/]+)\/([^{}/]+))?\}/g;

/**
 * Fills the placeholders of a template: `{item}` is the value, `{item:이/가}` the value and the Korean particle that it
 * takes: the first one after a final consonant, the second one after a vowel.
 */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(PLACEHOLDER_PATTERN, (whole, name: string, closed?: string, open?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return closed === undefined || open === undefined ? value : withParticle(value, closed, open);
  });
}

/** The names of a template's placeholders, each once. */
export function placeholdersOf(template: string): readonly string[] {
  return [...new Set(Array.from(template.matchAll(PLACEHOLDER_PATTERN), ([, name]) => name!))];
}
