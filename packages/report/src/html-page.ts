/* What a page with reports and other content needs. */

export { escapeHtml } from './escape.ts';
