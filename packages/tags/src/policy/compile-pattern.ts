import type { Matcher } from '@groundcrew/settings';

/** People have to read and follow a pattern: a longer one is refused. */
export const MAX_PATTERN_LENGTH = 256;
/** Repetitions within repetitions: each level multiplies the time by the length of the value. */
const MAX_NESTED_REPEATS = 2;

/** All possible ends of matches that begin at one of `starts`. */
type Step = (text: readonly string[], starts: ReadonlySet<number>) => ReadonlySet<number>;

/** Why a pattern can't be used, as the end of a sentence about it. */
class PatternProblem extends Error {}

/** Why `pattern` can't be used, as the end of a sentence about it; `undefined` if it can. */
export function checkPattern(pattern: string): string | undefined {
  try {
    compilePattern(pattern);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof PatternProblem) return thrown.message;
    throw thrown;
  }
}

/**
 * Compiles `pattern`, a regular expression of JavaScript (flag `u`), to a function that returns whether a
 * whole text matches. Without what needs memory: back references, look-around, `\b`.
 *
 * JavaScript's own matcher backtracks, and has 2ⁿ alternatives for `(a|a)*b`: a tag value, which anyone can
 * write, could keep a function busy until it is killed. This one follows all alternatives concurrently, so that
 * the time is bounded by lengths: up to pattern × value², or value³ with nested repetitions.
 */
export function compilePattern(pattern: string): Matcher {
  if (pattern.length > MAX_PATTERN_LENGTH) {
    throw new PatternProblem(`has ${pattern.length} characters, more than ${MAX_PATTERN_LENGTH}; shorten it`);
  }
  try {
    new RegExp(pattern, 'u');
  } catch (thrown) {
    throw new PatternProblem(
      `is not a regular expression: ${(thrown as Error).message.replace(/^.*\/u?: /, '')}`,
    );
  }
  const step = parse(pattern);
  return (text) => {
    const characters = Array.from(text);
    return step(characters, new Set([0])).has(characters.length);
  };
}

const ESCAPE =
  /\\(?:u\{[^}]*\}|u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[A-Za-z]|[pP]\{[^}]*\}|[\s\S])/uy;
const CHARACTER_CLASS = /\[(?:\\[\s\S]|[^\]\\])*\]/uy;
const QUANTIFIER = /(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})\??/uy;
const GROUP_START = /\((?:\?:|\?<[^=!][^>]*>|(?!\?))/uy;

interface Part {
  readonly step: Step;
  /** Repetitions within one another. */
  readonly depth: number;
}

/** Reads a pattern that is known to be valid, so without syntax checks. */
function parse(pattern: string): Step {
  let at = 0;
  const take = (token: RegExp): RegExpExecArray | undefined => {
    token.lastIndex = at;
    const found = token.exec(pattern) ?? undefined;
    at += found?.[0].length ?? 0;
    return found;
  };

  const alternatives = (): Part => {
    const parts = [sequence()];
    while (pattern[at] === '|') {
      at += 1;
      parts.push(sequence());
    }
    const [first] = parts;
    const steps = parts.map(({ step }) => step);
    return steps.length === 1 ? first! : { step: anyOf(steps), depth: depthOf(parts) };
  };

  const sequence = (): Part => {
    const parts: Part[] = [];
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') parts.push(repeated(atom()));
    const steps = parts.map(({ step }) => step);
    return {
      step: (text, starts) =>
        steps.reduce((ends, step) => (ends.size === 0 ? ends : step(text, ends)), starts),
      depth: depthOf(parts),
    };
  };

  const repeated = (part: Part): Part => {
    const found = take(QUANTIFIER);
    if (!found) return part;
    const [min, max] = rangeOf(found);
    const depth = max === 1 ? part.depth : part.depth + 1;
    if (depth > MAX_NESTED_REPEATS) {
      throw new PatternProblem(
        `repeats what repeats what repeats (at character ${at}); write it with fewer of * + {} within one another`,
      );
    }
    return { step: repeat(part.step, min, max), depth };
  };

  const atom = (): Part => {
    if (take(GROUP_START)) {
      const inner = alternatives();
      at += 1;
      return inner;
    }
    const character = String.fromCodePoint(pattern.codePointAt(at)!);
    if (character === '(') {
      const [start] = /^\(\?<?./.exec(pattern.slice(at))!;
      throw new PatternProblem(`uses ${start}…), which is not supported`);
    }
    if (character === '[') return one(take(CHARACTER_CLASS)![0]);
    if (character === '\\') {
      const [source] = take(ESCAPE)!;
      if (/^\\[bBk1-9]/.test(source)) throw new PatternProblem(`uses ${source}, which is not supported`);
      return one(source);
    }
    at += character.length;
    if (character === '.') return one('.');
    if (character === '^') return { step: (_, starts) => only(starts, 0), depth: 0 };
    if (character === '$') return { step: (text, starts) => only(starts, text.length), depth: 0 };
    return { step: oneBy((each) => each === character), depth: 0 };
  };

  return alternatives().step;
}

function rangeOf([token, min, comma, max]: RegExpExecArray): [number, number] {
  if (min !== undefined) {
    return [Number(min), comma ? (max ? Number(max) : Number.POSITIVE_INFINITY) : Number(min)];
  }
  if (token.startsWith('?')) return [0, 1];
  return [token.startsWith('+') ? 1 : 0, Number.POSITIVE_INFINITY];
}

function depthOf(parts: readonly Part[]): number {
  return Math.max(0, ...parts.map(({ depth }) => depth));
}

function only(starts: ReadonlySet<number>, place: number): ReadonlySet<number> {
  return new Set(starts.has(place) ? [place] : []);
}

/** One character, by an expression that never matches more: V8's matcher is safe for it. */
function one(source: string): Part {
  const regex = new RegExp(`^${source}$`, 'u');
  return { step: oneBy((character) => regex.test(character)), depth: 0 };
}

function oneBy(fits: Matcher): Step {
  return (text, starts) => {
    const ends = new Set<number>();
    for (const start of starts) if (start < text.length && fits(text[start]!)) ends.add(start + 1);
    return ends;
  };
}

function anyOf(steps: readonly Step[]): Step {
  return (text, starts) => new Set(steps.flatMap((step) => [...step(text, starts)]));
}

/**
 * Ends of `min` to `max` repetitions. If one of them can be empty, the set of ends only grows; otherwise its least
 * member grows. So both loops are bounded by the length of the text, not by `min` and `max`.
 */
function repeat(step: Step, min: number, max: number): Step {
  return (text, starts) => {
    let ends = starts;
    for (let count = 0; count < min; count += 1) {
      const next = step(text, ends);
      const isStable = next.size === ends.size && [...next].every((end) => ends.has(end));
      ends = next;
      if (isStable) break;
    }
    const all = new Set(ends);
    for (let count = min; count < max; count += 1) {
      const added = [...step(text, ends)].filter((end) => !all.has(end));
      if (added.length === 0) break;
      for (const end of added) all.add(end);
      ends = new Set(added);
    }
    return all;
  };
}
