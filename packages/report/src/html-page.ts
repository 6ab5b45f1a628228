/* What a page needs that holds reports among other things. */

export { escapeHtml } from './escape.ts';
