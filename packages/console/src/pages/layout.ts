import { findKorean } from '@groundcrew/report/messages';
import type { ConsoleTextKey } from '@groundcrew/report/console-texts';
import type { ConsoleAccount } from '../console.ts';
import { html, type Markup, raw } from '../markup.ts';
import type { Topic } from '../server/event-hub.ts';
import type { Texts } from '../texts.ts';

/** An entry of the navigation. */
export interface Section {
  readonly path: string;
  readonly title: ConsoleTextKey;
}

export interface LayoutOptions {
  readonly account: ConsoleAccount;
  readonly allowChanges: boolean;
  readonly sections: readonly Section[];
  readonly version: string;
}

export interface PageContent {
  readonly title: string;
  /** Path of the section that it belongs to. */
  readonly section: string;
  /** What it is reloaded at. */
  readonly topics?: readonly Topic[];
  readonly body: Markup;
}

/** A whole page of the console around its content. */
export function layoutPage(texts: Texts, content: PageContent, options: LayoutOptions): Markup {
  const { account, allowChanges, sections, version } = options;
  const { title, section, topics = [], body } = content;
  const links = sections.map(
    ({ path, title: key }) =>
      html`<li><a href="${path}"${raw(path === section ? ' aria-current="page"' : '')}>${texts(key)}</a></li>`,
  );
  return html`<!doctype html>
<html lang="${texts.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · groundcrew</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/console.css?${version}">
<script src="/assets/console.js?${version}" defer></script>
</head>
<body data-topics="${topics.join(' ')}" data-lost="${texts('connectionLost')}" data-back="${texts('connectionBack')}" data-restarted="${texts('consoleRestarted')}">
<a class="skip" href="#main">${texts('skipToContent')}</a>
<header class="top">
<p class="brand"><a href="/shelves">groundcrew</a></p>
<nav aria-label="${texts('pages')}"><ul>${links}</ul></nav>
<p class="account">${accountLine(texts, account)}${allowChanges ? '' : html` <span class="badge">${texts('readOnly')}</span>`}</p>
</header>
<main id="main" tabindex="-1">
<p id="connection" class="notice warning" role="alert" hidden></p>
<h1>${title}</h1>
${body}
</main>
<p id="announcer" class="visually-hidden" role="status"></p>
</body>
</html>
`;
}

function accountLine(texts: Texts, { accountId, region, isLocal }: ConsoleAccount): Markup {
  return isLocal
    ? html`<span class="where">${texts('embeddedAws')}</span> <span class="region">${region}</span>`
    : html`<span class="where">${texts('accountOf', { account: accountId })}</span> <span class="region">${region}</span>`;
}

/** A part of the page that is replaced when the page is read again, and only where it differs. */
export function live(id: string, body: Markup): Markup {
  return html`<div id="${id}" data-live>${body}</div>`;
}

/** A sentence that is read aloud when it changes. */
export function announced(text: string): Markup {
  return html`<span hidden data-announce>${text}</span>`;
}

/** A message in the language of the page; `undefined` where the catalog does not have it. */
function ownWords(texts: Texts, message: string): string | undefined {
  if (texts.language === 'en') return undefined;
  return findKorean(message, 'commands') ?? findKorean(message, 'inventory');
}

/** Why something failed: in the language of the page, where the catalog has it. */
export function reason(texts: Texts, message: string): Markup {
  const own = ownWords(texts, message);
  return own === undefined ? html`<span lang="en">${message}</span>` : html`${own}`;
}

/** Technical detail of a message; in English where the catalog does not have it. */
export function details(texts: Texts, message: string): Markup {
  const own = ownWords(texts, message);
  return html`<details class="more"><summary>${texts('details')}</summary><p lang="${own === undefined ? 'en' : texts.language}">${own ?? message}</p></details>`;
}

/** A command line, with a button that copies it. */
export function commandLine(texts: Texts, line: string): Markup {
  return html`<div class="command"><code translate="no">${line}</code><button type="button" data-copy="${line}" data-copied="${texts('copied')}" hidden>${texts('copy')}</button></div>`;
}

export function emptyState(title: string, hint?: Markup): Markup {
  return html`<div class="blank"><p class="blank-title">${title}</p>${hint && html`<p>${hint}</p>`}</div>`;
}
