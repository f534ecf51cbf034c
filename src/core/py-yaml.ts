import type { Tags } from 'yaml';

/**
 * Where PyYAML reads YAML 1.1 otherwise than the `yaml` package: `y` and `n` are texts, `08` and `1e3` too (PyYAML 6,
 * resolver.py).
 */
const PY_YAML: readonly (readonly [tag: string, format: string | undefined, test: RegExp])[] = [
  ['bool', undefined, /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON|no|No|NO|false|False|FALSE|off|Off|OFF)$/],
  ['int', undefined, /^[-+]?(?:0|[1-9][0-9_]*)$/],
  ['int', 'TIME', /^[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+$/],
  ['float', 'EXP', /^[-+]?[0-9][0-9_]*\.[0-9_]*[eE][-+][0-9]+$/],
];

/** The tags of files: dates are left as they are written. */
export function pyYamlTags(tags: Tags): Tags {
  return pyYamlTagsWithDates(tags).filter(
    (tag) => typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:timestamp',
  );
}

/** PyYAML's tags all. */
export function pyYamlTagsWithDates(tags: Tags): Tags {
  return tags.flatMap((tag): Tags => {
    if (typeof tag === 'string' || !('test' in tag) || tag.test === undefined) return [tag];
    const rule = PY_YAML.find(([name, format]) => tag.tag === `tag:yaml.org,2002:${name}` && tag.format === format);
    if (!rule) return [tag];
    const [name, , test] = rule;
    // There are two tags of booleans, one for each value.
    return [{ ...tag, test: name === 'bool' ? both(tag.test, test) : test }];
  });
}

function both(one: RegExp, other: RegExp): RegExp {
  return new RegExp(`(?=${other.source})${one.source}`);
}
