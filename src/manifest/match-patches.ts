import type { Diagnostic, Diagnostics } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import type { ModelPatch } from './model-properties.js';
import type { ParsedModel } from './parsed-model.js';

/** What the properties files say, by the model's name; a model that is described twice is reported. */
export function indexPatches(patches: readonly ModelPatch[], report: Diagnostics): ReadonlyMap<string, ModelPatch> {
  const index = new Map<string, ModelPatch>();
  for (const patch of patches) {
    const before = index.get(patch.name);
    if (before === undefined) index.set(patch.name, patch);
    else {
      report.add({
        code: 'DVT1204',
        message: `The model ${patch.name} is described twice${before.path === patch.path ? '' : `, in ${before.path} too`}.`,
        location: patch.location,
        hint: 'Take one of the two out.',
        related: [{ message: 'the first description', location: before.location }],
      });
    }
  }
  return index;
}

/** Warnings for descriptions of models that do not exist. */
export function unmatchedPatches(
  patches: readonly ModelPatch[],
  models: readonly ParsedModel[],
): readonly Diagnostic[] {
  const names = new Set(models.map((model) => model.name));
  return patches
    .filter((patch) => !names.has(patch.name))
    .map((patch) => {
      const near = nearest(patch.name, names);
      return {
        code: 'DVT1209',
        message: `${patch.path} describes the model ${patch.name}, which does not exist.`,
        location: patch.location,
        hint: near === null ? `A model is a file ${patch.name}.sql below the model paths.` : `Did you mean ${near}?`,
      };
    });
}

/** Enabled models of one name. */
export function duplicateModels(models: readonly ParsedModel[]): readonly Diagnostic[] {
  const first = new Map<string, ParsedModel>();
  const found: Diagnostic[] = [];
  for (const model of models.filter((candidate) => candidate.config.enabled)) {
    const before = first.get(model.name);
    if (before === undefined) first.set(model.name, model);
    else {
      found.push({
        code: 'DVT1204',
        message: `There are two models named ${model.name}: ${before.path} and ${model.path}.`,
        location: { path: model.path, line: 1, column: 1 },
        hint: 'Names of models are unique in a project: rename one, or disable it.',
        related: [{ message: 'the other one', location: { path: before.path, line: 1, column: 1 } }],
      });
    }
  }
  return found;
}
