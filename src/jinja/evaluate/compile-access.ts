import { then } from '../maybe-promise.js';
import { slice } from '../values/slice.js';
import { getAttribute, getItem } from './access.js';
import type { Code, Compiler, ExpressionOf } from './compiler.js';

export function compileAttribute(node: ExpressionOf<'Attribute'>, compiler: Compiler): Code {
  const object = compiler.expression(node.object);
  const site = compiler.site(node);
  const { name } = node;
  return (scope) =>
    then(object(scope), (value) => {
      scope.run.site = site;
      return getAttribute(value, name);
    });
}

export function compileItem(node: ExpressionOf<'Item'>, compiler: Compiler): Code {
  const object = compiler.expression(node.object);
  const key = compiler.expression(node.key);
  const site = compiler.site(node);
  return (scope) =>
    then(object(scope), (value) =>
      then(key(scope), (at) => {
        scope.run.site = site;
        return getItem(value, at);
      }),
    );
}

export function compileSlice(node: ExpressionOf<'Slice'>, compiler: Compiler): Code {
  const absent: Code = () => null;
  const bound = (part: ExpressionOf<'Slice'>['start']) => (part === null ? absent : compiler.expression(part));
  const object = compiler.expression(node.object);
  const start = bound(node.start);
  const stop = bound(node.stop);
  const step = bound(node.step);
  const site = compiler.site(node);
  return (scope) =>
    then(object(scope), (value) =>
      then(start(scope), (from) =>
        then(stop(scope), (to) =>
          then(step(scope), (by) => {
            scope.run.at(site);
            scope.run.spendFor(value);
            return slice(value, from, to, by);
          }),
        ),
      ),
    );
}
