import type { Span } from './syntax-error.js';

/** Arguments of a call, a filter or a test. */
export interface CallArguments {
  readonly positional: readonly Expression[];
  readonly named: readonly { readonly name: string; readonly value: Expression }[];
  /** `*expression` */
  readonly spread: Expression | null;
  /** `**expression` */
  readonly spreadNamed: Expression | null;
}

export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in';
export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**';

/** A name or number after a dot, a subscript, a call: whatever computes a value. Every node has its position. */
export type Expression = Span &
  (
    | { readonly kind: 'Constant'; readonly value: unknown }
    | { readonly kind: 'Name'; readonly name: string }
    | { readonly kind: 'Attribute'; readonly object: Expression; readonly name: string }
    | { readonly kind: 'Item'; readonly object: Expression; readonly key: Expression }
    | {
        readonly kind: 'Slice';
        readonly object: Expression;
        readonly start: Expression | null;
        readonly stop: Expression | null;
        readonly step: Expression | null;
      }
    | { readonly kind: 'Call'; readonly callee: Expression; readonly args: CallArguments }
    /** `operand` is null for the body of a filter block. */
    | {
        readonly kind: 'Filter';
        readonly operand: Expression | null;
        readonly name: string;
        readonly args: CallArguments;
      }
    | { readonly kind: 'Test'; readonly operand: Expression; readonly name: string; readonly args: CallArguments }
    | { readonly kind: 'List' | 'Tuple'; readonly items: readonly Expression[] }
    | { readonly kind: 'Dict'; readonly entries: readonly (readonly [Expression, Expression])[] }
    | {
        readonly kind: 'Conditional';
        readonly test: Expression;
        readonly whenTrue: Expression;
        readonly whenFalse: Expression | null;
      }
    | { readonly kind: 'And' | 'Or'; readonly left: Expression; readonly right: Expression }
    | { readonly kind: 'Not' | 'Negative' | 'Positive'; readonly operand: Expression }
    | {
        readonly kind: 'Compare';
        readonly first: Expression;
        readonly rest: readonly (Span & { readonly operator: ComparisonOperator; readonly operand: Expression })[];
      }
    | {
        readonly kind: 'Binary';
        readonly operator: BinaryOperator;
        readonly left: Expression;
        readonly right: Expression;
      }
    | { readonly kind: 'Concat'; readonly items: readonly Expression[] }
  );

/** What can be assigned to. */
export type Target = Span &
  (
    | { readonly kind: 'NameTarget'; readonly name: string }
    | { readonly kind: 'NamespaceTarget'; readonly name: string; readonly attribute: string }
    | { readonly kind: 'TupleTarget'; readonly items: readonly Target[] }
  );

/** A parameter of a macro; without `fallback` it is undefined when no argument is given. */
export interface Parameter extends Span {
  readonly name: string;
  readonly fallback: Expression | null;
}

/** The part of a macro, a call block or a registered block that runs when it is called. */
export interface MacroNode extends Span {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  /** Offsets from the opening tag's `{%` to behind the closing tag's `%}`. */
  readonly start: number;
  readonly end: number;
}

/** A block of a tag that the caller registered. */
export interface BlockNode extends Span {
  readonly tag: string;
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** `key=expression` in the opening tag; a bare word has null. */
  readonly options: ReadonlyMap<string, Expression | null>;
  readonly body: readonly Statement[];
  readonly start: number;
  readonly end: number;
  /** Offsets of the text between the tags. */
  readonly bodyStart: number;
  readonly bodyEnd: number;
}

export type Body = readonly Statement[];

/** One piece of a template's body. */
export type Statement = Span &
  (
    | { readonly kind: 'Data'; readonly text: string }
    | { readonly kind: 'Output' | 'Do'; readonly expression: Expression }
    | {
        readonly kind: 'If';
        readonly branches: readonly { readonly test: Expression; readonly body: Body }[];
        readonly otherwise: Body | null;
      }
    | {
        readonly kind: 'For';
        readonly target: Target;
        readonly iterable: Expression;
        readonly test: Expression | null;
        readonly recursive: boolean;
        readonly body: Body;
        readonly otherwise: Body | null;
      }
    | { readonly kind: 'Set'; readonly target: Target; readonly expression: Expression }
    | { readonly kind: 'SetBlock'; readonly target: Target; readonly filter: Expression | null; readonly body: Body }
    | {
        readonly kind: 'With';
        readonly bindings: readonly { readonly target: Target; readonly value: Expression }[];
        readonly body: Body;
      }
    | { readonly kind: 'FilterBlock'; readonly filter: Expression; readonly body: Body }
    | { readonly kind: 'Macro'; readonly macro: MacroNode }
    | { readonly kind: 'CallBlock'; readonly caller: MacroNode; readonly call: Expression & { readonly kind: 'Call' } }
    | { readonly kind: 'Block'; readonly block: BlockNode }
    | { readonly kind: 'Break' | 'Continue' }
  );
