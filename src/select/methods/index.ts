import { exposure, fqn, packageName, source, unitTest } from './by-name.js';
import { file, path } from './by-place.js';
import { access, config, group, resourceType, tag } from './by-property.js';
import { result, sourceStatus, state } from './by-state.js';
import { testName, testType } from './by-test.js';
import { version } from './by-version.js';
import type { Method } from './method.js';

/** Selector methods, with dbt's meanings (https://docs.getdbt.com/reference/node-selection/methods). */
export const METHODS = {
  fqn,
  tag,
  group,
  access,
  source,
  path,
  file,
  package: packageName,
  config,
  test_name: testName,
  test_type: testType,
  resource_type: resourceType,
  state,
  result,
  source_status: sourceStatus,
  exposure,
  unit_test: unitTest,
  version,
} satisfies Readonly<Record<string, Method>>;

export type MethodName = keyof typeof METHODS;

/** Methods of dbt for what dvt reads without running it. They match nothing. */
export const WITHOUT_NODES: readonly string[] = ['metric', 'semantic_model', 'saved_query'];
