import { HostObject, hostFunction, type Value } from '../jinja/index.js';
import type { Project } from '../spi/project.js';
import { flagsObject } from './flags.js';
import type { Invocation } from './invocation.js';
import { lazyDict } from './lazy-dict.js';

/** The name under which a base context holds it: none that a template can spell. */
export const RUNTIME_CONFIG = 'runtime config';

/**
 * What packages reach by `builtins.ref.config`, which in dbt is the configuration of the running project: its name and
 * version, its packages, the variables and the options of the command line.
 */
export function runtimeConfig(invocation: Invocation, options: () => Readonly<Record<string, Value>>): HostObject {
  const { project } = invocation;
  const dependencies = () =>
    Object.fromEntries([project, ...project.packages].map((one) => [one.name, configOf(one, {})] as const));
  const args = new HostObject({
    typeName: 'Namespace',
    getAttribute: (name) =>
      options()[name] ?? flagsObject(invocation).traits.getAttribute?.(name.toUpperCase()) ?? null,
  });
  return configOf(project, {
    args,
    dependencies: lazyDict(dependencies),
    cli_vars: lazyDict(() => cliVars(options())),
  });
}

function configOf(project: Project, more: Readonly<Record<string, Value>>): HostObject {
  const vars = project.vars as Readonly<Record<string, Value>>;
  const attributes = {
    project_name: project.name,
    version: project.version,
    project_root: project.root,
    profile_name: project.profile,
    vars: new HostObject({
      typeName: 'VarProvider',
      attributes: { vars, to_dict: hostFunction('to_dict', [], () => vars) },
    }),
  };
  return new HostObject({ typeName: 'RuntimeConfig', attributes: { ...attributes, ...more } });
}

function cliVars(options: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  const { vars } = options;
  return typeof vars === 'object' && vars !== null && Object.getPrototypeOf(vars) === Object.prototype
    ? (vars as unknown as Readonly<Record<string, Value>>)
    : {};
}
