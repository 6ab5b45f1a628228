import { type Command, flagOf, type OptionSpec, quoted } from '@groundcrew/cli';
import { isConsoleText } from '@groundcrew/report/console-texts';
import { optionText } from '@groundcrew/report/option-texts';
import { html, type Markup, raw } from '../markup.ts';
import type { Texts } from '../texts.ts';
import type { ReportCommand } from './report-commands.ts';

/** The words of a command from the fields of its form: arguments first, options in the order of their declaration. */
export function wordsOf(command: Command, { without = [] }: ReportCommand, form: URLSearchParams): string[] {
  const operands = command.arguments.flatMap(({ name, repeat }) => {
    const value = (form.get(`arg:${name}`) ?? '').trim();
    if (value === '') return [];
    return repeat ? value.split(/\s+/u) : [value];
  });
  const options = Object.entries(command.options).flatMap(([name, spec]) => {
    if (without.includes(name)) return [];
    const flag = flagOf(name);
    if (spec.type === 'flag') return form.has(name) ? [flag] : [];
    const values = form
      .getAll(name)
      .flatMap((value) => (isList(spec) ? value.split(/\r?\n/u) : [value]))
      .map((value) => value.trim())
      .filter((value) => value !== '');
    return values.flatMap((value) => (isOptionalValue(spec) ? [`${flag}=${value}`] : wordOf(flag, value)));
  });
  // What begins with a hyphen would be taken for an option.
  return operands.some((word) => word.startsWith('-'))
    ? [...options, '--', ...operands]
    : [...operands, ...options];
}

function wordOf(flag: string, value: string): string[] {
  return value.startsWith('-') ? [`${flag}=${value}`] : [flag, value];
}

function isList(spec: OptionSpec): boolean {
  return spec.type === 'text' && spec.repeat === true;
}

function isOptionalValue(spec: OptionSpec): boolean {
  return spec.type === 'text' && spec.preset !== undefined;
}

export function shellLine(words: readonly string[]): string {
  return ['groundcrew', ...words].map(quoted).join(' ');
}

/** The fields of a command: those that matter first, the others behind "more". */
export function optionFields(
  texts: Texts,
  command: Command,
  { first, without = [], initial = {} }: ReportCommand,
  form: URLSearchParams,
): Markup {
  const isNew = form.get('run') === null;
  const valueOf = (name: string) => form.getAll(name).join('\n') || (isNew ? (initial[name] ?? '') : '');
  const names = Object.keys(command.options).filter((name) => !without.includes(name));
  const field = (name: string) =>
    optionField(texts, name, command.options[name]!, valueOf(name), isNew ? false : form.has(name));
  const rest = names.filter((name) => !first.includes(name));
  const isUsed = rest.some((name) => form.has(name) && form.get(name) !== '');
  return html`<div class="fields">${command.arguments.map(
    ({ name, description, optional }) =>
      html`<label>${labelOf(texts, name, 'argument')}<input name="arg:${name}" value="${form.get(`arg:${name}`) ?? (isNew ? (initial[`arg:${name}`] ?? '') : '')}"${raw(optional ? '' : ' required')} autocomplete="off" spellcheck="false"><small${langOf(texts, description)}>${describe(texts, description)}</small></label>`,
  )}${first.filter((name) => names.includes(name)).map(field)}</div>
${rest.length > 0 && html`<details class="more-options"${raw(isUsed ? ' open' : '')}><summary>${texts('moreOptions')}</summary><div class="fields">${rest.map(field)}</div></details>`}`;
}

function optionField(texts: Texts, name: string, spec: OptionSpec, value: string, isSet: boolean): Markup {
  const label = labelOf(texts, name);
  const description = html`<small${langOf(texts, spec.description)}><code translate="no">${flagOf(name)}</code> ${describe(texts, spec.description)}</small>`;
  if (spec.type === 'flag') {
    return html`<label class="check"><span><input type="checkbox" name="${name}" value="1"${raw(isSet ? ' checked' : '')}> ${label}</span>${description}</label>`;
  }
  if (spec.type === 'integer') {
    return html`<label>${label}<input type="number" name="${name}" value="${value}" min="${spec.minimum}"${spec.maximum !== undefined && html` max="${spec.maximum}"`} placeholder="${String(spec.default ?? '')}" inputmode="numeric">${description}</label>`;
  }
  if (spec.choices) {
    const usual = spec.default === undefined ? texts('usual') : texts('usualIs', { value: spec.default });
    const choices = spec.choices.map(
      (choice) =>
        html`<option value="${choice}"${raw(choice === value ? ' selected' : '')}>${choice}</option>`,
    );
    return html`<label>${label}<select name="${name}"><option value="">${usual}</option>${choices}</select>${description}</label>`;
  }
  if (spec.repeat) {
    return html`<label>${label}<textarea name="${name}" rows="2" spellcheck="false">${value}</textarea>${description}</label>`;
  }
  return html`<label>${label}<input name="${name}" value="${value}" placeholder="${spec.default ?? ''}" autocomplete="off" spellcheck="false">${description}</label>`;
}

/** A description in the language of the page; in English, as `--help` has it, where the catalog does not have it. */
function describe(texts: Texts, description: string): string {
  return optionText(description, texts.language) ?? description;
}

function langOf(texts: Texts, description: string): Markup {
  return optionText(description, texts.language) === undefined ? raw(' lang="en"') : raw('');
}

/** The name of an option or argument for people: that of the catalog, else its own in words. */
function labelOf(texts: Texts, name: string, kind: 'option' | 'argument' = 'option'): Markup | string {
  // An argument may have the name of an option of another meaning.
  for (const key of [`${kind}-${name}`, `option-${name}`]) if (isConsoleText(key)) return texts(key);
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return html`<span lang="en">${words.charAt(0).toUpperCase()}${words.slice(1)}</span>`;
}
