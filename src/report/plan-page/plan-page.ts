import type { Deferred, NodePlan } from '../../spi/plan.js';
import { type PlanFacts, planText } from '../plan-report.js';
import { createStyle } from '../style.js';
import { escapeHtml } from './escape-html.js';
import { graphPicture } from './graph-picture.js';
import { planGraph } from './plan-graph.js';

const CSS = `
:root { color-scheme: light dark; --ink: #1d2733; --dim: #66717f; --ground: #fbfcfd; --card: #fff; --line: #9aa6b2; --light: 93%; --edge: 62%; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf2; --dim: #9aa6b2; --ground: #14181d; --card: #1c2229; --line: #5b6672; --light: 22%; --edge: 48%; } }
body { margin: 0; padding: 24px; background: var(--ground); color: var(--ink); font: 14px/1.5 system-ui, sans-serif; }
h1 { font-size: 20px; margin: 0; } p { color: var(--dim); margin: 4px 0 20px; }
.picture { overflow: auto; background: var(--card); border: 1px solid var(--line); border-radius: 8px; margin-bottom: 20px; }
.box rect { fill: hsl(var(--hue) 60% var(--light)); stroke: hsl(var(--hue) 45% var(--edge)); stroke-width: 1.2; }
.box.federated rect { stroke-width: 2.4; } .box.deferred rect { stroke-dasharray: 5 4; }
text { fill: var(--ink); font: 12px system-ui, sans-serif; } .title { font-weight: 600; } .detail, .label { font-size: 10.5px; fill: var(--dim); }
.label { paint-order: stroke; stroke: var(--card); stroke-width: 4px; }
.edge { fill: none; stroke: var(--line); } .arrow { fill: var(--line); }
details { background: var(--card); border: 1px solid var(--line); border-radius: 8px; margin: 8px 0; padding: 8px 14px; }
summary { cursor: pointer; font-weight: 600; } summary span { font-weight: 400; color: var(--dim); }
pre { overflow: auto; font: 12.5px/1.5 ui-monospace, monospace; } h2 { font-size: 13px; color: var(--dim); margin: 12px 0 0; }
`;

/** What of the outside the page tells. */
export interface PlanPageFacts extends PlanFacts {
  readonly project: string;
  readonly at: Date;
}

/** A plan as one HTML page that needs nothing else: a picture of what goes where, and each model's tree and SQL. */
export function planPage(plans: readonly (NodePlan | Deferred)[], facts: PlanPageFacts): string {
  const plain = createStyle(false);
  const text = (some: readonly (NodePlan | Deferred)[]): string => planText(some, plain, facts);
  // The last paragraph of a plan's text is its sum.
  const total = text(plans).split('\n\n').at(-1)!;
  const models = plans.map((plan) => modelSection(plan, text([plan]).split('\n\n').slice(0, -1).join('\n\n')));
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>dvt plan: ${escapeHtml(facts.project)}</title><style>${CSS}</style></head><body>`,
    `<h1>${escapeHtml(facts.project)}</h1><p>${escapeHtml(total)} · planned ${facts.at.toISOString()}</p>`,
    `<div class="picture">${graphPicture(planGraph(plans))}</div>`,
    ...models,
    '</body></html>',
    '',
  ].join('\n');
}

function modelSection(plan: NodePlan | Deferred, tree: string): string {
  const { name, route } = plan.node;
  const sql = 'compiled' in plan ? `<h2>SQL</h2><pre>${escapeHtml(plan.compiled.sql.trim())}</pre>` : '';
  const summary = `${escapeHtml(name)} <span>${escapeHtml(`${route.kind} · ${route.reason}`)}</span>`;
  return `<details><summary>${summary}</summary><pre>${escapeHtml(tree)}</pre>${sql}</details>`;
}
