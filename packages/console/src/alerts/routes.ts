import { listSubscriptions, type Subscription } from '@groundcrew/aws/sns';
import { isGroundcrewError, messageOf } from '@groundcrew/errors';
import type { InventorySource, PublishedAlert } from '../console.ts';
import { html, type Markup, raw } from '../markup.ts';
import { announced, emptyState, live, reason } from '../pages/layout.ts';
import type { RenderPage } from '../pages/render.ts';
import type { Route } from '../route.ts';
import type { Texts } from '../texts.ts';

const MAX_SHOWN = 200;

export function alertRoutes(
  { sns, topicArn, published }: InventorySource,
  render: RenderPage,
): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/alerts',
      async handle({ texts, signal }) {
        const subscriptions = await subscribersOf(listSubscriptions(sns, topicArn, { signal }));
        const body = alertsBody(texts, { topicArn, subscriptions, alerts: published?.() });
        return render(texts, { title: texts('alertsTitle'), section: '/alerts', topics: ['alerts'], body });
      },
    },
  ];
}

/** Who gets the alerts, or why that is not known. */
type Subscribers = readonly Subscription[] | { readonly problem: string };

async function subscribersOf(pages: AsyncIterable<readonly Subscription[]>): Promise<Subscribers> {
  const all: Subscription[] = [];
  try {
    for await (const page of pages) all.push(...page);
    return all;
  } catch (error) {
    if (!isGroundcrewError(error)) throw error;
    return { problem: messageOf(error) };
  }
}

export interface AlertsView {
  readonly topicArn: string;
  readonly subscriptions: Subscribers;
  /** Oldest first; `undefined`: messages cannot be seen without a subscription. */
  readonly alerts: readonly PublishedAlert[] | undefined;
}

export function alertsBody(texts: Texts, { topicArn, subscriptions, alerts }: AlertsView): Markup {
  return html`${live('alerts', alertList(texts, alerts))}
<section><h2>${texts('whoGetsThem')}</h2>
<p>${texts('topicIs')} <code translate="no">${topicArn}</code></p>
${live('subscribers', subscriberList(texts, subscriptions))}</section>`;
}

function alertList(texts: Texts, alerts: readonly PublishedAlert[] | undefined): Markup {
  if (alerts === undefined) return html`<p class="notice">${texts('alertsNeedSubscription')}</p>`;
  if (alerts.length === 0) return emptyState(texts('noAlerts'), html`${texts('noAlertsHint')}`);
  const shown = alerts.slice(-MAX_SHOWN).reverse();
  return html`<p class="muted">${texts.counted(alerts.length, 'oneAlert', 'alertsCounted')}</p>
${alerts.length > shown.length && html`<p class="notice">${texts('newestOnly', { count: shown.length })}</p>`}
<ol class="feed">${shown.map((alert) => alertItem(texts, alert))}</ol>
${announced(texts('lastAlert', { alert: shown[0]!.message.split('\n')[0]! }))}`;
}

function alertItem(texts: Texts, { atMs, subject, message }: PublishedAlert): Markup {
  const lines = message.trimEnd().split('\n');
  return html`<li data-key="${String(atMs)}-${message}"><p class="alert-text">${lines.map((line, at) => html`${raw(at > 0 ? '<br>' : '')}<bdi>${line}</bdi>`)}</p><p class="muted"><time datetime="${new Date(atMs).toISOString()}">${texts.time(atMs)}</time>${subject !== '' && html` · <bdi>${subject}</bdi>`}</p></li>`;
}

function subscriberList(texts: Texts, subscriptions: Subscribers): Markup {
  if ('problem' in subscriptions)
    return html`<p class="notice warning">${texts('subscriptionsUnknown')} ${reason(texts, subscriptions.problem)}</p>`;
  if (subscriptions.length === 0) return html`<p class="notice warning">${texts('nobodySubscribed')}</p>`;
  return html`<ul class="list">${subscriptions.map(
    ({ protocol, endpoint, isConfirmed }) =>
      html`<li><span class="badge" translate="no">${protocol}</span> <span class="endpoint" translate="no">${endpoint}</span>${!isConfirmed && html` <span class="badge low">${texts('notConfirmed')}</span>`}</li>`,
  )}</ul>`;
}
