import type { Score } from './audit.ts';

/** The result of a resource by the policy. */
export type Compliance = 'compliant' | 'violating' | 'exempt' | 'unknown';

type Counts = Record<Compliance, number>;

/** Counts resources by name and result. */
export interface Tally {
  add(name: string, standing: Compliance): void;
  /** Those with the most violating resources first, then by name. */
  scores(): Score[];
}

export function createTally(): Tally {
  const byName = new Map<string, Counts>();
  return {
    add(name, compliance) {
      let counts = byName.get(name);
      if (!counts) {
        counts = { compliant: 0, violating: 0, exempt: 0, unknown: 0 };
        byName.set(name, counts);
      }
      counts[compliance] += 1;
    },
    scores() {
      return [...byName]
        .sort(([one, a], [other, b]) => b.violating - a.violating || (one < other ? -1 : 1))
        .map(([name, counts]) => toScore(name, counts));
    },
  };
}

function toScore(name: string, { compliant, violating, exempt, unknown }: Counts): Score {
  const evaluated = compliant + violating;
  return {
    name,
    resources: evaluated + exempt + unknown,
    compliant,
    exempt,
    unknown,
    // Rounded down: one violation in ten thousand is not 100 %.
    percent: evaluated === 0 ? null : Math.floor((compliant * 1000) / evaluated) / 10,
  };
}

/** Resources of a score that violate the policy. */
export function violatingOf({ resources, compliant, exempt, unknown }: Score): number {
  return resources - compliant - exempt - unknown;
}
