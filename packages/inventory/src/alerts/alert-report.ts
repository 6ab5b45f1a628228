import type { TableSection } from '@groundcrew/report';

/** Alerts as they were published, as a table. */
export function alertSection(
  alerts: readonly { readonly subject: string; readonly message: string }[],
  title: string,
): TableSection {
  return {
    kind: 'table',
    key: 'alerts',
    title,
    columns: [
      { key: 'subject', title: 'Subject' },
      { key: 'message', title: 'Message', wrap: true },
    ],
    rows: alerts.map(({ subject, message }) => ({ subject, message })),
  };
}
