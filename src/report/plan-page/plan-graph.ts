import type { InputRelation } from '../../spi/compiled.js';
import type { Deferred, NodePlan, PlannedScan } from '../../spi/plan.js';
import { bytesText } from '../units.js';

/** A box of the picture: a relation that is read, or a model. */
export interface GraphBox {
  readonly id: string;
  readonly title: string;
  /** below the title: where it lives, how it is computed */
  readonly detail: string;
  readonly connection: string;
  readonly kind: 'relation' | 'in place' | 'federated' | 'deferred';
}

/** What a model reads. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** how much is fetched; '' where nothing leaves the database */
  readonly label: string;
  /** bytes estimated, for the width of the line; null = unknown or nothing */
  readonly bytes: number | null;
}

export interface PlanGraph {
  readonly boxes: readonly GraphBox[];
  readonly edges: readonly GraphEdge[];
}

/** The picture of a plan: relations of all connections, the models over them, and what goes over each edge. */
export function planGraph(plans: readonly (NodePlan | Deferred)[]): PlanGraph {
  const boxes = new Map<string, GraphBox>();
  const edges: GraphEdge[] = [];
  for (const plan of plans) boxes.set(plan.node.id, modelBox(plan));
  const reads = (input: InputRelation, to: string, edge: Pick<GraphEdge, 'label' | 'bytes'>): void => {
    const from = boxes.has(input.node.id) ? input.node.id : relationId(input);
    if (!boxes.has(from)) boxes.set(from, relationBox(input));
    edges.push({ from, to, ...edge });
  };
  for (const plan of plans) {
    const { id } = plan.node;
    if (!('scans' in plan)) {
      for (const parent of plan.node.dependsOn)
        if (boxes.has(parent)) edges.push({ from: parent, to: id, label: '', bytes: null });
    } else if (plan.node.route.kind === 'in place') {
      for (const input of plan.compiled.inputs) reads(input, id, { label: '', bytes: null });
    } else {
      for (const scan of plan.scans) reads(scan.input, id, scanEdge(scan));
    }
  }
  return { boxes: [...boxes.values()], edges };
}

function modelBox(plan: NodePlan | Deferred): GraphBox {
  const { id, name, connection, route, config } = plan.node;
  const how = route.kind === 'in place' ? 'in place' : `in ${route.engine ?? 'the engine'}`;
  const kind = 'scans' in plan ? route.kind : 'deferred';
  return { id, title: name, detail: `${config.materialized} on ${connection}, ${how}`, connection, kind };
}

function relationBox(input: InputRelation): GraphBox {
  const { database, schema, identifier } = input.name;
  const detail = [input.connection, database, schema].filter((level) => level !== null).join('.');
  return { id: relationId(input), title: identifier, detail, connection: input.connection, kind: 'relation' };
}

function relationId({ connection, name }: InputRelation): string {
  return JSON.stringify([connection, name.database, name.schema, name.identifier]);
}

function scanEdge({ read, estimate, relation }: PlannedScan): Pick<GraphEdge, 'label' | 'bytes'> {
  if (!read) return { label: 'nothing', bytes: 0 };
  const { bytes, unfilteredBytes } = estimate;
  const of = unfilteredBytes === null || unfilteredBytes === bytes ? '' : ` of ${bytesText(unfilteredBytes)}`;
  const block = relation.block === undefined ? '' : 'a result: ';
  return { label: bytes === null ? 'size unknown' : `${block}${bytesText(bytes)}${of}`, bytes };
}
