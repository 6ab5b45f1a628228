/** Style of diagrams: in the colors of the report, light and dark. */
export const DIAGRAM_CSS = `
.diagram { max-width: none; }
.diagram svg { display: block; }
.diagram text { font-size: 12px; fill: var(--text); }
.diagram .head { font-weight: 600; }
.diagram .soft { fill: var(--muted); }
.diagram rect { fill: var(--stripe); stroke: var(--rule); }
.diagram .way { fill: none; stroke: var(--link); stroke-width: 1.5; }
.diagram .dashed { stroke-dasharray: 5 4; }
.diagram .tip { fill: var(--link); }
`;
