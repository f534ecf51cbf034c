import type { MaybePromise } from '../maybe-promise.js';
import type { Body, Expression, Statement } from '../syntax/ast.js';
import type { Span, TemplateSource } from '../syntax/syntax-error.js';
import { compileAttribute, compileItem, compileSlice } from './compile-access.js';
import { compileCall, compileFilter, compileTest } from './compile-calls.js';
import { compileFor } from './compile-for.js';
import { compileConcat, compileConstant, compileDict, compileList, compileName } from './compile-literals.js';
import { compileCallBlock, compileMacroStatement } from './compile-macro-statements.js';
import {
  compileBinary,
  compileCompare,
  compileConditional,
  compileLogic,
  compileNot,
  compileSign,
} from './compile-operators.js';
import {
  compileData,
  compileDo,
  compileFilterBlock,
  compileIf,
  compileOutput,
  compileSet,
  compileSetBlock,
  compileWith,
} from './compile-statements.js';
import { BREAK, CONTINUE, type Code, type Compiler, NEXT, type Signal, type Step } from './compiler.js';
import type { Output } from './output.js';
import type { Scope } from './scope.js';
import type { Site } from './site.js';

/** Turns the nodes of one template into functions that return a value, or a promise where something was awaited. */
export class TemplateCompiler implements Compiler {
  constructor(readonly source: TemplateSource) {}

  site({ line, column, length }: Span): Site {
    return { source: this.source, line, column, length };
  }

  body(nodes: Body): Step {
    const steps = nodes.map((node) => this.#statement(node));
    if (steps.length === 1) return steps[0]!;
    return (scope, output) => runSteps(steps, 0, scope, output);
  }

  expression(node: Expression): Code {
    switch (node.kind) {
      case 'Constant':
        return compileConstant(node);
      case 'Name':
        return compileName(node, this);
      case 'List':
      case 'Tuple':
        return compileList(node, this);
      case 'Dict':
        return compileDict(node, this);
      case 'Concat':
        return compileConcat(node, this);
      case 'Attribute':
        return compileAttribute(node, this);
      case 'Item':
        return compileItem(node, this);
      case 'Slice':
        return compileSlice(node, this);
      case 'Call':
        return compileCall(node, this);
      case 'Filter':
        return compileFilter(node, this);
      case 'Test':
        return compileTest(node, this);
      case 'Conditional':
        return compileConditional(node, this);
      case 'And':
      case 'Or':
        return compileLogic(node, this);
      case 'Not':
        return compileNot(node, this);
      case 'Negative':
      case 'Positive':
        return compileSign(node, this);
      case 'Compare':
        return compileCompare(node, this);
      case 'Binary':
        return compileBinary(node, this);
    }
  }

  #statement(node: Statement): Step {
    switch (node.kind) {
      case 'Data':
        return compileData(node, this);
      case 'Output':
        return compileOutput(node, this);
      case 'Do':
        return compileDo(node, this);
      case 'If':
        return compileIf(node, this);
      case 'For':
        return compileFor(node, this);
      case 'Set':
        return compileSet(node, this);
      case 'SetBlock':
        return compileSetBlock(node, this);
      case 'With':
        return compileWith(node, this);
      case 'FilterBlock':
        return compileFilterBlock(node, this);
      case 'Macro':
        return compileMacroStatement(node, this);
      case 'CallBlock':
        return compileCallBlock(node, this);
      case 'Block':
        return () => NEXT;
      case 'Break':
        return () => BREAK;
      case 'Continue':
        return () => CONTINUE;
    }
  }
}

function runSteps(steps: readonly Step[], from: number, scope: Scope, output: Output): MaybePromise<Signal> {
  for (let i = from; i < steps.length; i++) {
    const signal = steps[i]!(scope, output);
    if (signal instanceof Promise) {
      return signal.then((result) => (result === NEXT ? runSteps(steps, i + 1, scope, output) : result));
    }
    if (signal !== NEXT) return signal;
  }
  return NEXT;
}
