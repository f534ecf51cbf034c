/** dbt's template context, as far as the parse pass and the execute pass share it. */
export { adapterObject } from './adapter-object.js';
export { apiObject, makeRelation, type RelationMaker } from './api-object.js';
export { baseContext, metadataEnvs, toPrint } from './base-context.js';
export { ColumnObject } from './column-object.js';
export { columnType, wholeType } from './column-type.js';
export { configArguments, configObject } from './config-object.js';
export { dateTime } from './date-time.js';
export { dbtTemplater } from './dbt-templater.js';
export { graphObject } from './graph-object.js';
export type { Invocation } from './invocation.js';
export { ANY_ADAPTER, macroDefinitions } from './macro-definitions.js';
export { BUILT_IN, BUILT_IN_PATH, MacroNames, type PackageMacros } from './macro-names.js';
export { nodeGlobals } from './node-globals.js';
export {
  columnEntry,
  constraintEntry,
  manifestNodeObject,
  type NodeFacts,
  nodeObject,
  type VisibleNode,
} from './node-object.js';
export { ownCopy } from './own-copy.js';
export { REF_PARAMETERS, refArguments, SOURCE_PARAMETERS, sourceArguments } from './ref-arguments.js';
export { RelationObject } from './relation-object.js';
export {
  ALL_LEVELS,
  type FederatedName,
  federatedName,
  printName,
  quoteForEngine,
  type RelationForm,
  timeConditions,
} from './relation-state.js';
export { emptyTable, resultObject, TableObject } from './result-object.js';
export { resultsList } from './run-results-object.js';
export { defaultsOf, targetObject } from './target-object.js';
export { UTC } from './time-zone.js';
export { varFunction } from './var-function.js';
export { Vars } from './vars.js';
export { withoutNones } from './without-nones.js';
