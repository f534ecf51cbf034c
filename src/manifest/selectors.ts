import { join } from 'node:path';
import type { Diagnostics } from '../core/errors.js';
import { LocatedYaml } from '../core/located-yaml.js';
import { readText } from '../core/text-file.js';
import type { SavedSelector } from '../spi/manifest.js';
import type { Project } from '../spi/project.js';
import { isMapping, PropertyReader } from './properties/property-reader.js';
import type { RenderYaml } from './properties/read-properties.js';

const FILE = 'selectors.yml';
const KEYS = ['name', 'description', 'default', 'definition'];

/** The named selections of `selectors.yml` at the project's root; mistakes are reported. */
export async function readSelectors(
  project: Pick<Project, 'root'>,
  report: Diagnostics,
  render: RenderYaml['value'],
): Promise<ReadonlyMap<string, SavedSelector>> {
  const saved = new Map<string, SavedSelector>();
  const file = await report.try(() => {
    const text = readText(join(project.root, FILE), FILE);
    return text === null ? undefined : new LocatedYaml(text, FILE, { onKeyTwice: report.warn });
  });
  if (file === undefined || !isMapping(file.value)) return saved;
  const reader = new PropertyReader(file, [], file.value, report);
  reader.checkKeys(['selectors', 'version'], FILE);
  for (const selector of reader.list('selectors')) {
    const name = selector.required('name', 'A selector');
    selector.checkKeys(KEYS, name === null ? 'A selector' : `The selector \`${name}\``);
    const { definition } = selector.value;
    if (definition === undefined || definition === null)
      selector.add('DVT1202', `The selector \`${name}\` has no \`definition:\`.`);
    if (name === null) continue;
    if (saved.has(name))
      selector.add('DVT1204', `There are two selectors named ${name}.`, 'name', 'Rename one of them.');
    saved.set(name, {
      name,
      description: selector.text('description') ?? '',
      isDefault: await isDefault(selector, render),
      definition,
      location: selector.at('name'),
    });
  }
  const defaults = [...saved.values()].filter(({ isDefault }) => isDefault);
  if (defaults.length > 1) {
    const names = defaults.map(({ name }) => name).join(', ');
    report.add({
      code: 'DVT1204',
      message: `More than one selector is the default: ${names}.`,
      location: defaults[1]!.location,
    });
  }
  return saved;
}

/** `default:` may be a template, for instance of `target.name`. */
async function isDefault(selector: PropertyReader, render: RenderYaml['value']): Promise<boolean> {
  const written = selector.value['default'];
  if (typeof written !== 'string' || !written.includes('{{')) return selector.boolean('default') ?? false;
  const value = await selector.report.try(() => render(written, selector.file));
  return value === true || String(value).toLowerCase() === 'true';
}
