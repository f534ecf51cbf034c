import type { Diagnostic, Diagnostics } from '../../core/errors.js';
import type { KeyPath } from '../../core/located-yaml.js';
import type { Templater } from '../../jinja/index.js';
import type { ConfigTreeName, Project } from '../../spi/project.js';
import { type ConfigLayer, treeLayers } from '../configs/layers.js';
import type { Connections } from '../connections.js';
import type { PatchIndex } from '../properties/match-patches.js';
import type { RenderYaml } from '../properties/read-properties.js';
import type { ParseShared } from './parse-context.js';

/** What parsing the nodes of one package needs. */
export interface PackageParsing {
  readonly project: Project;
  /** the project that all packages are parsed for */
  readonly root: Project;
  readonly templater: Templater;
  /** Jinja in properties files */
  readonly yaml: RenderYaml;
  readonly shared: ParseShared;
  readonly connections: Connections;
  readonly patches: PatchIndex;
  /** names of the `{% materialization %}` blocks that there are */
  readonly materializations: ReadonlySet<string>;
  /** `--store-failures` */
  readonly storeFailures: boolean;
  readonly report: Diagnostics;
  readonly warn: (diagnostic: Diagnostic) => void;
}

/** The layers of the config trees for an fqn: those of its own package, then the project's over a package's. */
export interface TreeLayers {
  /** more general than what properties files and templates say */
  readonly before: readonly ConfigLayer[];
  /** what the project says of a package's nodes has the last word, as in dbt */
  readonly after: readonly ConfigLayer[];
}

/** The layers of one of the config trees. */
export function treesFor(
  { project, root }: Pick<PackageParsing, 'project' | 'root'>,
  tree: ConfigTreeName,
  fqn: readonly string[],
  /** `unrenderedTrees`: with the Jinja of the project file */
  which: 'configTrees' | 'unrenderedTrees' = 'configTrees',
): TreeLayers {
  const layersOf = (one: Project): readonly ConfigLayer[] => {
    const locate = (keys: KeyPath) => one.locate([tree, ...keys]);
    return treeLayers(one[which][tree], fqn, { location: one.locate([]), locate });
  };
  return { before: layersOf(project), after: project === root ? [] : layersOf(root) };
}
