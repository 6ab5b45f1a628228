import { styleText } from 'node:util';
import { type DiffLine, type Plan, summarizePlan } from '@groundcrew/plan';
import { breakWords, countOf, formatCount, printable, widthOf } from '@groundcrew/report';
import { type Language, translateText } from '@groundcrew/report/messages';
import { changesByKey, MAX_VALUES } from '@groundcrew/tags/changes-by-key';
import { planNotes } from '@groundcrew/tags/plan-notes';
import { catalogOf, nameOf } from '@groundcrew/tags/plan-report';
import { queryText } from '@groundcrew/tags/query-text';
import { type ChangeGroup, type GroupedResource, groupChanges, groupFindings } from './plan-groups.ts';

export interface PlanTextOptions {
  readonly hasColor: boolean;
  /** How many resources of a group are named; the others are counted. */
  readonly maxResources: number;
  /** How many keys, and how many groups of resources with the same changes, are shown; left out: no limit. */
  readonly top?: number | undefined;
  /** Columns of the terminal; left out: no limit. */
  readonly width?: number | undefined;
  /** Of headings and sentences; default: English. */
  readonly language?: Language | undefined;
}

type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow';

type Place = Pick<ChangeGroup, 'accountId' | 'region'>;

/** What is set comes before what is removed for it. */
const order = ['+', '~', '-'];

const styleOfSign = { '+': 'green', '-': 'red', '~': 'yellow' } as const;

/** A plan as a diff for people: what changes, on which resources, from what to what, and why. */
export function* planText(
  plan: Plan,
  {
    hasColor,
    maxResources,
    top = Number.POSITIVE_INFINITY,
    width = Number.POSITIVE_INFINITY,
    language,
  }: PlanTextOptions,
): Generator<string> {
  const style = (format: Style, text: string) =>
    hasColor ? styleText(format, text, { validateStream: false }) : text;
  const text = textIn(plan, language);
  let place = '';
  function* heading(group: Place): Generator<string> {
    const next = placeOf(plan, group);
    if (next !== place) yield `${style('bold', next)}\n\n`;
    place = next;
  }
  const { groups, more } = groupChanges(plan, top);
  // One group has nothing to be summed up.
  if (groups.length > 1 || more > 0) yield* keyLines(plan, { style, text, width, top });
  if (groups.length > 1 || more > 0) yield `${style('bold', text('By resource'))}\n\n`;
  for (const group of groups) {
    yield* heading(group);
    const lines = [...group.lines].sort((one, other) => order.indexOf(one.sign) - order.indexOf(other.sign));
    for (const line of lines) yield* changeLines(line, { style, text, width });
    yield* resourceLines(group.resources, { most: maxResources, style, text });
    yield '\n';
  }
  yield* moreLine(more, 'change', text);
  const findings = groupFindings(plan);
  if (findings.length > 0) yield `${style('bold', text('Left for you to decide'))}\n\n`;
  place = '';
  for (const { field, reason, targets, ...group } of findings.slice(0, top)) {
    yield* heading(group);
    const [first, ...rest] = folded(`${keyText(field)}: ${printable(text(reason))}`, width);
    yield `  ${style('yellow', '!')} ${first}\n`;
    for (const line of rest) yield `${HANGING_INDENT}${line}\n`;
    yield* resourceLines(
      targets.map((target) => ({ target, sources: new Map() })),
      { most: maxResources, style, text },
    );
    yield '\n';
  }
  yield* moreLine(
    findings.slice(top).reduce((sum, { targets }) => sum + targets.length, 0),
    'finding',
    text,
  );
  yield* summaryLines(plan, language);
}

type Translate = (english: string) => string;

function textIn(plan: Plan, language: Language | undefined): Translate {
  return (english) => translateText(english, language, catalogOf(plan));
}

function* moreLine(count: number, what: string, text: Translate): Generator<string> {
  if (count === 0) return;
  const all = what === 'change' ? '--output csv has all' : '--output json has all';
  yield `  ${text(`and ${countOf(count, `more ${what}`)}; --top N shows more, ${all}`)}\n\n`;
}

/** What a plan does, a line a key. */
function* keyLines(
  { changes }: Plan,
  { style, text, width, top }: LineOptions & { readonly top: number },
): Generator<string> {
  const groups = changesByKey(changes);
  yield `${style('bold', text('By key'))}\n\n`;
  for (const { key, sign, reason, changes: count, value, values } of groups.slice(0, top)) {
    const many = `${formatCount(values)} values${values === MAX_VALUES ? ' or more' : ''}`;
    const change = `${sign} ${keyText(key)}: ${values === 1 ? valueText(value) : text(many)}`;
    const note = `${text(`on ${countOf(count, 'resource')}`)}  (${printable(text(reason))})`;
    const [first, ...rest] =
      widthOf(change) + widthOf(note) + 4 <= width ? [] : folded(`${change}  ${note}`, width);
    if (first === undefined) yield `  ${style(styleOfSign[sign], change)}  ${style('dim', note)}\n`;
    else yield `  ${style(styleOfSign[sign], first)}\n`;
    for (const line of rest) yield `${HANGING_INDENT}${style('dim', line)}\n`;
  }
  const more = groups.length - top;
  yield more > 0 ? `  ${text(`and ${formatCount(more)} more`)}\n\n` : '\n';
}

/** What a plan comes to, in sentences. */
export function* summaryLines(plan: Plan, language?: Language): Generator<string> {
  for (const line of summarySentences(plan)) yield `${textIn(plan, language)(line)}\n`;
}

function* summarySentences(plan: Plan): Generator<string> {
  const { changes, added, removed, replaced, resources, examined, percent, findings, hash } =
    summarizePlan(plan);
  if (changes === 0) {
    const looked = `${countOf(examined, 'resource')} examined`;
    yield findings === 0 ? `Nothing to change: ${looked}.` : `Nothing that can be changed: ${looked}.`;
  } else {
    const share = Number.isFinite(percent) ? ` (${formatCount(Number(percent.toPrecision(3)))} %)` : '';
    yield `${countOf(changes, 'change')} on ${formatCount(resources)} of ${countOf(examined, 'resource')}${share}: ${formatCount(added)} added, ${formatCount(replaced)} replaced, ${formatCount(removed)} removed.`;
  }
  const decided = plan.kind === 'schedule' ? 'resource' : 'tag';
  if (findings > 0) yield `${countOf(findings, decided)} left for you to decide.`;
  yield* planNotes(plan);
  if (changes > 0) yield `Plan ${hash.slice(0, 12)}.`;
}

/** The indent of continuation lines of a change or a finding. */
const HANGING_INDENT = '      ';

/** `text` in lines that have room behind {@link HANGING_INDENT}. */
function folded(text: string, width: number): readonly string[] {
  return breakWords(text, Math.max(20, width - HANGING_INDENT.length));
}

interface LineOptions {
  readonly style: (format: Style, text: string) => string;
  readonly text: Translate;
  readonly width: number;
}

function* changeLines(line: DiffLine, { style, text, width }: LineOptions): Generator<string> {
  const { sign, field, before, after, reason, source } = line;
  const values =
    sign === '+'
      ? valueText(after)
      : sign === '-'
        ? valueText(before)
        : `${valueText(before)} → ${valueText(after)}`;
  const why = source === undefined || isInReason(source) ? reason : `${reason} from ${source}`;
  const change = `${sign} ${keyText(field)}: ${values}`;
  const note = `(${printable(text(why))})`;
  if (widthOf(change) + widthOf(note) + 4 <= width) {
    yield `  ${style(styleOfSign[sign], change)}  ${style('dim', note)}\n`;
    return;
  }
  const [first, ...rest] = folded(change, width);
  yield `  ${style(styleOfSign[sign], first!)}\n`;
  for (const part of rest) yield `${HANGING_INDENT}${style(styleOfSign[sign], part)}\n`;
  for (const part of folded(note, width)) yield `${HANGING_INDENT}${style('dim', part)}\n`;
}

/** Sources that the reason names too; what is left is a resource. */
function isInReason(source: string): boolean {
  return !source.includes(' ') || source.startsWith('tag ');
}

/** A key unchanged if its end is unambiguous, otherwise quoted. */
function keyText(key: string): string {
  return /^[\p{L}\p{N}_.:/=+@-]+( [\p{L}\p{N}_.:/=+@-]+)*$/u.test(key) ? key : valueText(key);
}

function valueText(value: unknown): string {
  return printable(queryText(value) ?? JSON.stringify(value));
}

function* resourceLines(
  resources: readonly GroupedResource[],
  { most: maxResources, style, text }: Pick<LineOptions, 'style' | 'text'> & { readonly most: number },
): Generator<string> {
  if (resources.length > 1) yield `    ${text(`on ${countOf(resources.length, 'resource')}:`)}\n`;
  for (const resource of resources.slice(0, maxResources)) {
    const from = sourcesText(resource);
    const managers = printable(resource.target.managedBy?.join(', ') ?? '');
    const more = `${from === '' ? '' : `  ← ${from}`}${managers === '' ? '' : `  (${text(`managed by ${managers}`)})`}`;
    yield `    ${nameOf(resource.target)}${more === '' ? '' : style('dim', more)}\n`;
  }
  const more = resources.length - maxResources;
  if (more > 0) yield `    ${text(`and ${formatCount(more)} more`)}\n`;
}

function sourcesText({ sources }: GroupedResource): string {
  return printable([...new Set(sources.values())].join(', '));
}

function placeOf({ accounts }: Plan, { accountId, region }: Place): string {
  const alias = accounts.find(({ id }) => id === accountId)?.alias;
  return printable(`${alias === undefined ? accountId : `${alias} (${accountId})`}, ${region}`);
}
