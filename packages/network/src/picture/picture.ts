import { formatCidr } from '../cidr/index.ts';
import type { NetworkModel, Subnet } from '../model/index.ts';
import { compareTiers, tierOf } from './tiers.ts';

const COLUMN_WIDTH = 260;
const BOX_WIDTH = 220;
const LINE_HEIGHT = 17;
const BOX_PADDING = 10;
const GAP = 24;
const LEFT = 110;
const TOP = 120;

/** Of each box so many lines; what is more is counted. */
const MAX_LINES = 6;

interface Box {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly lines: readonly string[];
}

/**
 * A VPC as a picture, SVG in a page of its own: zones are columns, tiers are rows, the ways out of subnets are lines. All
 * texts are escaped; there is no script in it, and nothing is loaded.
 *
 * @param titles - of the page, in the reader's language
 */
export function networkPage(
  model: NetworkModel,
  vpc: string,
  { language, title }: { readonly language: string; readonly title: string },
): string {
  return `<!doctype html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>
:root { color-scheme: light dark; --ink: #1b2733; --soft: #5b6b7b; --box: #f4f7fa; --edge: #b8c4d0; --line: #2f6fb0; --page: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9fb0c0; --box: #1c2630; --edge: #46566a; --line: #78b3ec; --page: #11171d; } }
body { margin: 24px; font: 14px/1.4 system-ui, sans-serif; color: var(--ink); background: var(--page); }
.picture { overflow-x: auto; }
svg text { font: 12px system-ui, sans-serif; fill: var(--ink); }
svg .head { font-weight: 600; } svg .soft { fill: var(--soft); }
svg rect { fill: var(--box); stroke: var(--edge); }
svg .route { fill: none; stroke: var(--line); stroke-width: 1.5; }
svg .crosses { stroke-dasharray: 5 4; }
svg .tip { fill: var(--line); }
</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<div class="picture" tabindex="0">
${networkSvg(model, vpc, title)}
</div>
</body>
</html>
`;
}

/** The picture alone. */
export function networkSvg(model: NetworkModel, vpc: string, title: string): string {
  const subnets = model.content.subnets.filter((subnet) => subnet.vpc === vpc);
  const zones = [...new Set(subnets.map(({ zone }) => zone))].toSorted();
  const tiers = [...new Set(subnets.map((subnet) => tierOf(model, subnet)))].toSorted(compareTiers);
  const boxes = new Map<string, Box>();
  const rows: { readonly tier: string; readonly y: number }[] = [];
  let y = TOP;
  for (const tier of tiers) {
    rows.push({ tier, y });
    let bottom = y;
    for (const [column, zone] of zones.entries()) {
      let at = y;
      for (const subnet of subnets.filter((each) => each.zone === zone && tierOf(model, each) === tier)) {
        const lines = linesOf(model, subnet);
        const height = 2 * BOX_PADDING + lines.length * LINE_HEIGHT;
        boxes.set(subnet.id, { id: subnet.id, x: LEFT + column * COLUMN_WIDTH, y: at, height, lines });
        at += height + GAP;
      }
      bottom = Math.max(bottom, at);
    }
    y = bottom + GAP;
  }
  const width = LEFT + Math.max(1, zones.length) * COLUMN_WIDTH + 40;
  const gateway = model.internetGatewayOf(vpc);
  const gatewayX = LEFT + (zones.length * COLUMN_WIDTH) / 2 - (COLUMN_WIDTH - BOX_WIDTH) / 2;
  const routes = subnets.flatMap((subnet) =>
    routeLines(model, subnet, boxes, gateway && { id: gateway.id, x: gatewayX }),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escaped(title)}" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}">`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="tip" d="M0 0 8 4 0 8z"/></marker></defs>',
    ...(gateway ? [gatewayBox(gateway.id, gatewayX)] : []),
    ...zones.map(
      (zone, column) =>
        `<text class="head" x="${LEFT + column * COLUMN_WIDTH}" y="${TOP - 14}">${escaped(zone)}</text>`,
    ),
    ...rows.map(
      ({ tier, y: top }) => `<text class="head" x="8" y="${top + 22}">${escaped(shorten(tier, 14))}</text>`,
    ),
    ...[...boxes.values()].map(subnetBox),
    ...routes,
    '</svg>',
  ].join('\n');
}

function gatewayBox(id: string, x: number): string {
  return `<rect x="${x - 110}" y="16" width="220" height="36" rx="18"/><text x="${x}" y="39" text-anchor="middle">${escaped(id)}</text>`;
}

function linesOf(model: NetworkModel, subnet: Subnet): string[] {
  const inside = model.content.interfaces.filter((each) => each.subnet === subnet.id);
  const things = inside.flatMap((each) => {
    const nat =
      each.type === 'nat_gateway'
        ? model.content.natGateways.find(({ subnet: at }) => at === subnet.id)
        : undefined;
    if (nat) return [`NAT ${nat.id}`];
    const balancer = model.balancerOf(each);
    if (balancer) return [`ELB ${balancer.shortName}`];
    if (each.instance === undefined) return [];
    const name = model.instances.get(each.instance)?.name;
    return [name === undefined ? each.instance : `${name} ${each.instance}`];
  });
  const shown = [...new Set(things)];
  const lines = [
    subnet.name ?? subnet.id,
    subnet.cidrs.map(formatCidr).join(' '),
    ...shown.slice(0, MAX_LINES),
  ];
  return shown.length > MAX_LINES ? [...lines, `+ ${shown.length - MAX_LINES}`] : lines;
}

function subnetBox({ x, y, height, lines }: Box): string {
  const texts = lines.map(
    (line, at) =>
      `<text class="${at === 0 ? 'head' : 'soft'}" x="${x + BOX_PADDING}" y="${y + BOX_PADDING + 13 + at * LINE_HEIGHT}">${escaped(shorten(line, 34))}</text>`,
  );
  return `<rect x="${x}" y="${y}" width="${BOX_WIDTH}" height="${height}" rx="6"/>${texts.join('')}`;
}

/** From a subnet to where its traffic for the internet goes: up to the gateway, or to the subnet of the NAT gateway. */
function routeLines(
  model: NetworkModel,
  subnet: Subnet,
  boxes: ReadonlyMap<string, Box>,
  gateway: { readonly id: string; readonly x: number } | undefined,
): string[] {
  const box = boxes.get(subnet.id);
  const targets = new Map(
    (model.routeTableOf(subnet)?.routes ?? [])
      .filter(({ target, isBlackHole }) => target.kind !== 'local' && !isBlackHole)
      .map(({ target }) => [target.id, target]),
  );
  if (!box) return [];
  const lines: string[] = [];
  const rest: string[] = [];
  for (const { kind, id } of targets.values()) {
    if (gateway?.id === id) {
      lines.push(curve(box.x + BOX_WIDTH / 2, box.y, gateway.x, 52, false));
      continue;
    }
    const nat = kind === 'nat-gateway' ? model.natGateways.get(id) : undefined;
    const to = nat?.subnet === undefined ? undefined : boxes.get(nat.subnet);
    if (to && to !== box) {
      const isOther = model.subnets.get(nat!.subnet!)?.zone !== subnet.zone;
      lines.push(curve(box.x + BOX_WIDTH - 30, box.y, to.x + BOX_WIDTH - 30, to.y + to.height, isOther));
    } else if (!to) rest.push(id);
  }
  if (rest.length === 0) return lines;
  const label = `→ ${rest.join(' ')}`;
  return [
    ...lines,
    `<text class="soft" x="${box.x}" y="${box.y + box.height + 14}">${escaped(shorten(label, 38))}</text>`,
  ];
}

function curve(x: number, y: number, toX: number, toY: number, crosses: boolean): string {
  const middle = (y + toY) / 2;
  return `<path class="route${crosses ? ' crosses' : ''}" marker-end="url(#tip)" d="M${x} ${y} C${x} ${middle} ${toX} ${middle} ${toX} ${toY}"/>`;
}

function shorten(text: string, length: number): string {
  const letters = Array.from(text);
  return letters.length <= length ? text : `${letters.slice(0, length - 1).join('')}…`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and attributes. Characters that XML has not are left out. */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll(/[&<>"']/g, (letter) => entities[letter]!);
}
