import { type Position, positionAt } from '../core/position.js';

/** From `outStart` to the next segment's, the output came from this place. */
export interface Segment {
  /** Offset in the output. */
  readonly outStart: number;
  /** Name of the template. */
  readonly template: string;
  readonly line: number;
  readonly column: number;
  /** The output is the template's own text, so that its lines run along; else it is the value of an expression. */
  readonly literal: boolean;
  /** For the text of a macro: where inside of the macro it came from. */
  readonly inner?: SourceMap;
  /** The offset in `inner` that `outStart` stands for. */
  readonly innerStart?: number;
}

/** Where each part of an output came from; segments are in ascending order. */
export interface SourceMap {
  readonly text: string;
  readonly segments: readonly Segment[];
}

/** A place in a template. */
export interface SourcePosition extends Position {
  readonly template: string;
}

/** The place that produced a character, and the places it was called from, the root template's last. */
export interface MappedPosition extends SourcePosition {
  readonly calls: readonly SourcePosition[];
}

/** The place in the templates that produced the character at an offset of the output; undefined outside of it. */
export function mapOffset(map: SourceMap, offset: number): MappedPosition | undefined {
  const segment = segmentAt(map.segments, offset);
  if (segment === undefined || offset > map.text.length) return undefined;
  const here = { template: segment.template, line: segment.line, column: segment.column };
  const distance = offset - segment.outStart;
  if (segment.literal) {
    const moved = positionAt(map.text.slice(segment.outStart), distance);
    const column = moved.line === 1 ? here.column + moved.column - 1 : moved.column;
    return { template: here.template, line: here.line + moved.line - 1, column, calls: [] };
  }
  const inside = segment.inner && mapOffset(segment.inner, distance + (segment.innerStart ?? 0));
  return inside === undefined ? { ...here, calls: [] } : { ...inside, calls: [...inside.calls, here] };
}

/** The last segment that starts at or before an offset. */
function segmentAt(segments: readonly Segment[], offset: number): Segment | undefined {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (segments[middle]!.outStart <= offset) low = middle + 1;
    else high = middle;
  }
  return segments[low - 1];
}
