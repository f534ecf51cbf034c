import type { Position } from '../core/position.js';
import { compileMacro, type MacroParts } from './evaluate/compile-macro.js';
import { literalValue } from './literal-value.js';
import { type NamedCall, namedCalls } from './named-calls.js';
import type { BlockNode, Parameter, Statement } from './syntax/ast.js';
import { Template } from './template.js';
import type { Macro } from './values/macro-value.js';
import type { Value } from './values/value.js';

/** A parameter of a macro. */
export interface ParameterDefinition {
  readonly name: string;
  readonly hasDefault: boolean;
  /** The default where it is a constant. */
  readonly default?: Value;
}

/** A macro of a template, found without rendering it. */
export interface MacroDefinition extends Position {
  readonly name: string;
  readonly template: string;
  readonly parameters: readonly ParameterDefinition[];
  /** Offsets of the whole definition in the template's text (with line ends as `\n`). */
  readonly start: number;
  readonly end: number;
  /** The text of the whole definition. */
  readonly source: string;
  /** The macro as a value for contexts. It sees the context of the rendering that calls it. */
  readonly macro: Macro;
  /** What it calls by name, found in its text. */
  calls(): readonly NamedCall[];
}

/** A block of a registered tag. */
export interface BlockDefinition extends Position {
  readonly tag: string;
  readonly name: string;
  readonly template: Template;
  readonly parameters: readonly ParameterDefinition[];
  /** `key='value'` of the opening tag; null for a bare word, undefined where the value is no constant. */
  readonly options: ReadonlyMap<string, Value | undefined>;
  readonly start: number;
  readonly end: number;
  readonly source: string;
  /** The text between the tags. */
  readonly bodySource: string;
  /** What is between the tags, to be rendered; its positions are those of the file. */
  readonly body: Template;
  /** The block as a macro with the block's parameters. */
  toMacro(name: string): Macro;
  /** What it calls by name, found in its text. */
  calls(): readonly NamedCall[];
}

/** The macros that a template defines outside of any other block, in their order. */
export function macrosOf(template: Template): MacroDefinition[] {
  return template.body.filter(isKind('Macro')).map(({ macro: node }) => ({
    name: node.name,
    template: template.name,
    parameters: node.parameters.map(describeParameter),
    line: node.line,
    column: node.column,
    start: node.start,
    end: node.end,
    source: template.source.text.slice(node.start, node.end),
    macro: topLevelMacro(node, template),
    calls: () => namedCalls(node),
  }));
}

/** The blocks of registered tags that stand outside of any other block, in their order. */
export function blocksOf(template: Template): BlockDefinition[] {
  return template.body.filter(isKind('Block')).map(({ block }) => describeBlock(block, template));
}

function describeBlock(node: BlockNode, template: Template): BlockDefinition {
  const { text } = template.source;
  const { parameters, body } = node;
  return {
    tag: node.tag,
    name: node.name,
    template,
    parameters: parameters.map(describeParameter),
    options: new Map([...node.options].map(([key, value]) => [key, value === null ? null : literalValue(value)])),
    line: node.line,
    column: node.column,
    start: node.start,
    end: node.end,
    source: text.slice(node.start, node.end),
    bodySource: text.slice(node.bodyStart, node.bodyEnd),
    body: new Template(template.source, body),
    toMacro: (name) => topLevelMacro({ name, parameters, body }, template),
    calls: () => namedCalls(node),
  };
}

function topLevelMacro(node: MacroParts, template: Template): Macro {
  return compileMacro(node, template.compiler)(null);
}

function describeParameter({ name, fallback }: Parameter): ParameterDefinition {
  const value = fallback === null ? undefined : literalValue(fallback);
  return { name, hasDefault: fallback !== null, ...(value === undefined ? {} : { default: value }) };
}

function isKind<K extends Statement['kind']>(kind: K) {
  return (statement: Statement): statement is Extract<Statement, { kind: K }> => statement.kind === kind;
}
