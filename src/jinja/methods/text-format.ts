import { formatText } from '../operators/text-format.js';
import type { DictView } from '../values/dict.js';
import { dictView } from '../values/dict-view.js';
import type { CallContext, NativeFunction } from '../values/native-function.js';
import type { Tuple } from '../values/tuple.js';
import type { Value } from '../values/value.js';
import { method } from './method.js';

function format(text: Value, positional: readonly Value[], named: DictView, context: CallContext): string {
  return formatText(text as string, positional, named, context, context.budget);
}

/** `format` and `format_map` of str. */
export const TEXT_FORMAT: readonly NativeFunction[] = [
  method('format', ['*args', '**kwargs'], ([self, args, kwargs], context) =>
    format(self, (args as Tuple).items, kwargs as DictView, context),
  ),
  method('format_map', ['mapping'], ([self, mapping], context) => format(self, [], dictView(mapping)!, context)),
];
