import { mapInOrder, then } from '../maybe-promise.js';
import { Dict } from '../values/dict.js';
import { toText } from '../values/print.js';
import { Tuple } from '../values/tuple.js';
import type { Code, Compiler, ExpressionOf } from './compiler.js';

export function compileConstant(node: ExpressionOf<'Constant'>): Code {
  const { value } = node;
  return () => value;
}

export function compileName(node: ExpressionOf<'Name'>, compiler: Compiler): Code {
  const { name } = node;
  const site = compiler.site(node);
  return (scope) => {
    scope.run.site = site;
    return scope.lookup(name);
  };
}

export function compileList(node: ExpressionOf<'List' | 'Tuple'>, compiler: Compiler): Code {
  const codes = node.items.map((item) => compiler.expression(item));
  if (node.kind === 'List') return (scope) => mapInOrder(codes, (code) => code(scope));
  return (scope) =>
    then(
      mapInOrder(codes, (code) => code(scope)),
      (items) => new Tuple(items),
    );
}

export function compileDict(node: ExpressionOf<'Dict'>, compiler: Compiler): Code {
  const entries = node.entries.map(([key, value]) => [compiler.expression(key), compiler.expression(value)] as const);
  const site = compiler.site(node);
  return (scope) => {
    const pairs = mapInOrder(entries, ([key, value]) =>
      then(key(scope), (k) => then(value(scope), (v) => [k, v] as const)),
    );
    return then(pairs, (values) => {
      scope.run.site = site;
      return new Dict(values);
    });
  };
}

export function compileConcat(node: ExpressionOf<'Concat'>, compiler: Compiler): Code {
  const codes = node.items.map((item) => compiler.expression(item));
  const site = compiler.site(node);
  return (scope) =>
    then(
      mapInOrder(codes, (code) => code(scope)),
      (values) => {
        scope.run.at(site);
        const texts = values.map(toText);
        scope.run.budget.text(texts.reduce((length, text) => length + text.length, 0));
        return texts.join('');
      },
    );
}
