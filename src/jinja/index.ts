/** Jinja2 as dvt speaks it: asynchronous, sandboxed, with a position for everything. It knows nothing of dbt. */
export { DEFAULT_LIMITS, type Limits } from './budget.js';
export {
  type BlockDefinition,
  blocksOf,
  type MacroDefinition,
  macrosOf,
  type ParameterDefinition,
} from './definitions.js';
export { TemplateError } from './errors.js';
export type { Context, Globals } from './evaluate/globals.js';
export { MacroReturn } from './evaluate/macro-return.js';
export type { MaybePromise } from './maybe-promise.js';
export type { NamedCall } from './named-calls.js';
export { writtenArguments } from './python-text.js';
export { type MappedPosition, mapOffset, type Segment, type SourceMap, type SourcePosition } from './source-map.js';
export { type StaticCall, type StaticCalls, staticCalls } from './static-calls.js';
export type { BlockTag } from './syntax/block-tag.js';
export type { Template } from './template.js';
export { type MacroArguments, type Rendered, Templater, type TemplaterOptions } from './templater.js';
export { PyDecimal } from './values/decimal.js';
export { Dict, type DictView } from './values/dict.js';
export { dictView } from './values/dict-view.js';
export { equals } from './values/equal.js';
export { HostObject, type HostTraits } from './values/host-object.js';
export { itemsOf } from './values/iterate.js';
export { toJson } from './values/json.js';
export { Macro } from './values/macro-value.js';
export { type CallContext, hostFunction, NativeFunction } from './values/native-function.js';
export { isFloat, isInt, PyFloat } from './values/number.js';
export { parseJson } from './values/parse-json.js';
export { toRepr, toText } from './values/print.js';
export { PySet } from './values/set.js';
export { type NamedArguments, NO_NAMED } from './values/signature.js';
export { toPlain } from './values/to-plain.js';
export { isTrue } from './values/truth.js';
export { Tuple } from './values/tuple.js';
export { typeName } from './values/type-name.js';
export { Undefined } from './values/undefined.js';
export type { Value } from './values/value.js';
