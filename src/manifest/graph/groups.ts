import { nearest } from '../../core/nearest.js';
import type { Location } from '../../core/position.js';
import type { Group } from '../../spi/manifest.js';
import type { Found } from '../build-manifest.js';

/** The groups of all packages; nodes that name one which does not exist are reported. */
export function groupsOf({ packages, report }: Found): readonly Group[] {
  const groups = new Map<string, Group>();
  const places = new Map<string, Location>();
  for (const { parsing, properties } of packages) {
    for (const { location, ...declared } of properties.groups) {
      const id = `group.${parsing.project.name}.${declared.name}`;
      const before = places.get(id);
      if (before !== undefined) {
        const message = `The group ${declared.name} is declared twice.`;
        const related = [{ message: 'the first declaration', location: before }];
        report.add({ code: 'DVT1204', message, location, hint: 'Take one of the two out.', related });
      }
      places.set(id, location);
      groups.set(id, { ...declared, id, packageName: parsing.project.name });
    }
  }
  for (const node of packages.flatMap((one) => one.nodes)) {
    const { group, packageName, traits, name, config } = node;
    if (group === null || traits.kind === 'test' || !config.enabled) continue;
    if (groups.has(`group.${packageName}.${group}`)) continue;
    const near = nearest(
      group,
      [...groups.values()].map((known) => known.name),
    );
    const hint =
      near === null ? `Declare it: groups: [{name: ${group}, owner: {name: ...}}].` : `Did you mean '${near}'?`;
    report.add({
      code: 'DVT2124',
      message: `The ${traits.kind} ${name} is in the group '${group}', which does not exist.`,
      location: node.configPlace('group') ?? node.location,
      hint,
    });
  }
  return [...groups.values()];
}
