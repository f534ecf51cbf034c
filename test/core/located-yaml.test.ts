import { describe, expect, test } from 'vitest';
import { DvtError } from '#dvt/core/errors.js';
import { LocatedYaml } from '#dvt/core/located-yaml.js';

function mistakes(text: string): readonly { message: string; line: number; column: number; hint?: string }[] {
  try {
    new LocatedYaml(text, 'x.yml');
  } catch (error) {
    expect(error).toBeInstanceOf(DvtError);
    return (error as DvtError).diagnostics.map(({ message, location, hint }) => ({
      message,
      line: location!.line,
      column: location!.column,
      ...(hint !== undefined && { hint }),
    }));
  }
  return [];
}

test('scalars are what PyYAML 6 makes of them', () => {
  const text = `a: yes
b: Off
c: y
d: N
e: 0123
f: 0x1f
g: 1_000
h: 12:30:45
i: 1e3
j: 1.5e+3
k: 2026-01-31
l: ~
m: ''
n: 08
p: &x {q: 1}
r: {<<: *x, s: 2}
t: 0o17
u: on
w: "yes"
x: .5
`;
  // yaml.safe_load of the same text (the date is a date object there)
  expect(new LocatedYaml(text, 'x.yml').value).toEqual({
    a: true,
    b: false,
    c: 'y',
    d: 'N',
    e: 83,
    f: 31,
    g: 1000,
    h: 45045,
    i: '1e3',
    j: 1500,
    k: '2026-01-31',
    l: null,
    m: '',
    n: '08',
    p: { q: 1 },
    r: { q: 1, s: 2 },
    t: '0o17',
    u: true,
    w: 'yes',
    x: 0.5,
  });
});

describe('places', () => {
  const yaml = new LocatedYaml('a: 1\nlist:\n  - name: x\n    pass: 0123\n  - {name: "y z"}\n', 'x.yml');
  test('of a value, of its key, of the nearest parent', () => {
    expect(yaml.locate(['list', 0, 'pass'])).toEqual({ path: 'x.yml', line: 4, column: 11, length: 4 });
    expect(yaml.locate(['list', 0, 'pass'], 'key')).toEqual({ path: 'x.yml', line: 4, column: 5, length: 4 });
    expect(yaml.locate(['list', 1, 'name'])).toEqual({ path: 'x.yml', line: 5, column: 12, length: 5 });
    expect(yaml.locate(['list', 7, 'name'])).toMatchObject({ line: 2, column: 1 });
    expect(yaml.locate(['nowhere'])).toEqual({ path: 'x.yml', line: 1, column: 1 });
  });
  test('the characters of a plain scalar', () => {
    expect(yaml.source(['list', 0, 'pass'])).toBe('0123');
    expect(yaml.source(['list', 1, 'name'])).toBeNull();
  });
});

describe('mistakes', () => {
  test('a template without quotes is named as such', () => {
    expect(mistakes('a:\n  host: {{ env_var("X") }}\n')).toEqual([
      {
        message: 'A value that begins with {{ must be in quotes.',
        line: 2,
        column: 9,
        hint: 'Write it as "{{ ... }}".',
      },
    ]);
  });
  test('a password that begins with an asterisk is not repeated', () => {
    const found = mistakes('password: *hunter2\n');
    expect(found).toMatchObject([{ line: 1, column: 11, hint: 'A text that begins with * must be in quotes.' }]);
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });
  test('a key that is written twice, where the last one counts', () => {
    const told: unknown[] = [];
    const text = 'a: 1\nb: {c: 1, c: [2]}\na: 3\n';
    const yaml = new LocatedYaml(text, 'x.yml', {
      onKeyTwice: ({ code, location }) => told.push([code, location?.line]),
    });
    expect(yaml.value).toEqual({ a: 3, b: { c: [2] } });
    expect(yaml.locate(['a'])).toMatchObject({ line: 3, column: 4 });
    expect(told).toEqual([
      ['DVT1205', 2],
      ['DVT1205', 3],
    ]);
    const broken = () => new LocatedYaml('a: 1\na: [2\n', 'x.yml', { onKeyTwice: () => {} });
    expect(broken).toThrow(DvtError);
  });
  test('tabs and open brackets, at their line', () => {
    expect(mistakes('a:\n\tb: 1\n')[0]).toMatchObject({ line: 2 });
    expect(mistakes('a: [1, 2\nb: 3\n')[0]!.line).toBeGreaterThanOrEqual(1);
    expect(mistakes('a: "open\n').length).toBeGreaterThan(0);
  });
  test('aliases that expand without bound are refused', () => {
    const levels = Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`);
    expect(mistakes(`a0: &a0 [x]\n${levels.join('\n')}\n`)).toHaveLength(1);
  });
});

test('an empty file is null', () => {
  expect(new LocatedYaml('# nothing\n', 'x.yml').value).toBeNull();
});

test('places are found again after the tree was let go', () => {
  const text = 'models:\n  - name: orders # the first\n    tests: [1.0, 2]\n';
  const file = new LocatedYaml(text, 'x.yml');
  const places = () => [
    file.locate(['models', 0, 'name']),
    file.locate(['models', 0, 'tests', 1]),
    file.source(['models', 0, 'tests', 0]),
  ];
  const before = places();
  expect(before).toMatchObject([{ line: 2, column: 11, length: 6 }, { line: 3, column: 18, length: 1 }, '1.0']);
  file.release();
  expect(places()).toEqual(before);
  file.release();
  expect(places()).toEqual(before);
});
