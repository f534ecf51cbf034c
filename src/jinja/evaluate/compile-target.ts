import { TemplateError, typeError, valueError } from '../errors.js';
import type { Target } from '../syntax/ast.js';
import { itemsOrNone } from '../values/iterate.js';
import { Namespace } from '../values/namespace.js';
import { typeName } from '../values/type-name.js';
import type { Value } from '../values/value.js';
import type { Compiler } from './compiler.js';
import type { Scope } from './scope.js';

/** Puts a value into the variables of a target. */
export type Assign = (scope: Scope, value: Value) => void;

export function compileTarget(target: Target, compiler: Compiler): Assign {
  if (target.kind === 'NameTarget') return (scope, value) => scope.set(target.name, value);
  const site = compiler.site(target);
  if (target.kind === 'NamespaceTarget') {
    return (scope, value) => {
      scope.run.site = site;
      const namespace = scope.lookup(target.name);
      if (!(namespace instanceof Namespace)) {
        throw new TemplateError(
          'TemplateRuntimeError',
          'cannot assign attribute on non-namespace object',
          `Make it one first: {% set ${target.name} = namespace() %}`,
        );
      }
      namespace.attributes.set(target.attribute, value);
    };
  }
  const parts = target.items.map((item) => compileTarget(item, compiler));
  return (scope, value) => {
    scope.run.site = site;
    const items = itemsOrNone(value);
    if (items === undefined) throw typeError(`cannot unpack non-iterable ${typeName(value)} object`);
    if (items.length < parts.length) {
      throw valueError(`not enough values to unpack (expected ${parts.length}, got ${items.length})`);
    }
    if (items.length > parts.length) throw valueError(`too many values to unpack (expected ${parts.length})`);
    for (let i = 0; i < parts.length; i++) parts[i]!(scope, items[i]);
  };
}
