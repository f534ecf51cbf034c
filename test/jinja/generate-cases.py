"""Writes differential.json: templates and what Jinja2 3.1 makes of them (`ERR: type: message` for errors).

    pip install 'jinja2==3.1.6' && python3 test/jinja/generate-cases.py
"""

import json
import pathlib

import jinja2

GROUPS = {
    "literal": [
        "{{ 0b101 }} {{ 0o17 }} {{ 0xFF }} {{ 1_000 }} {{ 1_0.5 }} {{ 1e-5 }} {{ 1.5E+3 }}",
        "{{ 1e16 }} {{ 1e15 }} {{ 123456789012345680.0 }} {{ 0.0001 }} {{ 0.00001 }} {{ 1e100 }} {{ -0.0 }}",
        "{{ 'a\\x41\\u00e9\\101' }} {{ '\\q\\'' }} {{ \"\\\"\" }}",
        "{{ ['\\n', '\\t', '\\\\', '\\x00', '\\x7f', 'é', '\u200b', '😀', '\xa0'] }}",
        "{{ {1: 2, 1.5: 3, none: 4, (1, 2): 5, true: 6} }}",
        "{{ [] }}{{ {} }}{{ () }}{{ (1,) }}{{ ((1, 2), [3]) }}",
        "{{ 9007199254740992 }} {{ 9007199254740993 + 1 }} {{ 2 ** 100 }} {{ -(2 ** 70) }}",
        "{{ (1) }} {{ (1, 2)[0] }} {{ 1, 2 }}",
        "{{ 'a' 'b' ~ 'c' 'd' }}",
        "{{ true }} {{ True }} {{ none }} {{ None }} {{ false is false }}",
    ],
    "arithmetic": [
        "{{ 7 // 2 }} {{ -7 // 2 }} {{ 7 // -2 }} {{ 7 % -3 }} {{ -7 % 3 }} {{ 7.5 // 2 }} {{ -7.5 % 2 }} {{ 5 % 2.5 }}",
        "{{ 2 ** -1 }} {{ 2 ** 0.5 }} {{ 0 ** 0 }} {{ 4 ** 0.5 }} {{ 2 ** 3 ** 2 }} {{ -2 ** 2 }}",
        "{{ 1 / 3 }} {{ 10 / 5 }} {{ 1e308 * 10 }} {{ 0.1 * 3 }}",
        "{{ true + true }} {{ true * 3 }} {{ 1 - true }} {{ -true }} {{ +false }}",
        "{{ 10 ** 20 // 3 }} {{ 10 ** 20 % 7 }} {{ -(10 ** 20) // 7 }} {{ 10 ** 20 / 10 ** 19 }}",
        "{{ 1 // 0 }}", "{{ 1 % 0 }}", "{{ 1 / 0 }}", "{{ 1.0 // 0 }}", "{{ 1.0 % 0 }}",
        "{{ 'a' + 1 }}", "{{ 1 + 'a' }}", "{{ [] + 1 }}", "{{ none + 1 }}", "{{ 'a' - 'b' }}", "{{ -'a' }}", "{{ {} * 2 }}",
        "{{ [1] * 0 }}{{ 'ab' * -1 }}{{ 2 * (1, 2) }}{{ 'x' * true }}",
        "{{ (1,) + (2,) }} {{ [1] + [2] }}",
        "{{ 1 + 2 ~ 3 }}", "{{ '1' ~ 2 + 3 }}",
        "{{ 3 - -3 }} {{ --3 }} {{ +-3 }} {{ 2 - 1 - 1 }} {{ 2 * 3 % 4 * 5 }}",
    ],
    "compare": [
        "{{ 1 == 1.0 }} {{ 1 == true }} {{ 0 == false }} {{ 'a' == ['a'] }} {{ none == 0 }} {{ (1,) == [1] }} {{ [1, [2]] == [1.0, [2]] }}",
        "{{ 1 < 2 <= 2 < 3 }} {{ 1 < 3 > 2 }} {{ 3 > 2 > 2 }} {{ 1 == 1 == 1 }}",
        "{{ 'a' < 'b' }} {{ 'Z' < 'a' }} {{ [1, 2] < [1, 2, 3] }} {{ (2,) > (1, 9) }} {{ 'é' > 'z' }}",
        "{{ 1 < 'a' }}", "{{ none < 1 }}", "{{ [1] < ['a'] }}", "{{ {} < {} }}", "{{ nope < 1 }}",
        "{{ 1 in 'a' }}", "{{ 1 in 5 }}", "{{ [1] in {} }}", "{{ 'a' in nope }}", "{{ nope in [1] }}",
        "{{ 1 in (1, 2) }} {{ 1.0 in [1] }} {{ true in [1] }} {{ '' in 'abc' }} {{ 3 in range(5) }} {{ 'k' in {'k': 1} }}",
        "{{ not 1 in [1] }} {{ not 1 not in [1] }} {{ 1 not in [2] and not false }}",
        "{{ {'a': 1, 'b': 2} == {'b': 2, 'a': 1} }} {{ range(3) == range(0, 3) }} {{ nope == nope }} {{ nope == none }}",
        "{{ 2 ** 60 == 2 ** 60 + 1 }} {{ 2 ** 60 < 2 ** 60 + 1 }} {{ 2 ** 53 + 1 == 2.0 ** 53 }}",
    ],
    "logic": [
        "{{ 1 and 2 }} {{ 0 or 'x' }} {{ none or none }} {{ not none }} {{ 1 and 0 or 3 }} {{ nope or 'd' }} {{ nope and 1 }}",
        "{{ 'a' if x else 'b' }} {{ 'a' if not x else 'b' if x else 'c' }} {{ ('a' if false) is defined }}",
        "{{ ('a' if false).x }}", "{{ 1 if 2 if 0 else 3 else 4 }}",
        "{{ not not 1 }} {{ not (1 and 0) }} {{ (1 or 2) and 3 }}",
    ],
    "access": [
        "{{ d.a }} {{ d['a'] }} {{ d.b.c }} {{ d['b']['c'] }} {{ d.nope }} {{ d.l.0 }} {{ d.l[-1] }} {{ d.l.1 }}",
        "{{ d.nope.x }}", "{{ d.a.x.y }}", "{{ none.x.y }}", "{{ (1).x.y }}", "{{ 'abc'.x.y }}", "{{ [].x.y }}", "{{ d[[]] }}",
        "{{ [1][5] }}|{{ [1]['a'] }}|{{ 'abc'[10] }}|{{ 5[0] }}|{{ none['a'] }}",
        "{{ [1][5].x }}", "{{ 'abc'[1.5].x }}", "{{ d[1].x }}", "{{ {}[none].x }}", "{{ nope['a'] }}", "{{ nope.a }}",
        "{{ 'héllo😀'[-1] }} {{ 'héllo😀'[1:3] }} {{ 'héllo😀' | length }} {{ '😀a'[::-1] }}",
        "{{ [1,2,3,4,5][1:-1] }} {{ [1,2,3][::-2] }} {{ (1,2,3)[:2] }} {{ range(10)[2:4] | list }} {{ 'abc'[5:] }} {{ 'abc'[-2:] }}",
        "{{ [1,2][::0] }}", "{{ x[1:] }}", "{{ d.l['a':] }}", "{{ nope[1:] }}",
        "{{ d.items() | list }} {{ d.keys() }} {{ d.values() | length }}",
        "{{ {'x': 1}.items() }} {{ {'x': 1}.values() }} {{ {1: 2}.keys() }}",
        "{{ nope() }}", "{{ d.nope() }}", "{{ (1)() }}", "{{ 'a'() }}", "{{ none() }}",
    ],
    "text": [
        "{{ 'a,b,,c'.split(',') }} {{ ' a  b '.split() }} {{ 'a b c'.split(none, 1) }} {{ 'a b c'.rsplit(maxsplit=1) }} {{ 'abc'.split('') }}",
        "{{ 'a b c '.rsplit() }} {{ '  '.split() }} {{ ''.split(',') }} {{ 'a--b--c'.rsplit('--', 1) }} {{ 'abc'.split('c') }}",
        "{{ 'a\\nb\\r\\nc\\n\\n'.splitlines() }} {{ 'a\\nb'.splitlines(true) }} {{ ''.splitlines() }}",
        "{{ 'xxaxx'.strip('x') }} {{ 'xyaxy'.lstrip('xy') }} {{ 'a  '.rstrip() }}| {{ '\\n a'.strip() }}",
        "{{ 'aaa'.replace('a', 'b', 2) }} {{ 'abc'.replace('', '-') }} {{ 'abc'.replace('', '-', 2) }} {{ 'abc'.replace('x', 'y') }}",
        "{{ 'abc'.find('c') }} {{ 'abc'.find('x') }} {{ 'abcabc'.rfind('b') }} {{ 'abc'.index('b') }} {{ 'abcabc'.find('a', 1) }} {{ 'aXbX'.count('X', 2) }}",
        "{{ 'abc'.index('x') }}", "{{ 'abc'.split(1) }}", "{{ ','.join([1]) }}", "{{ 'a'.join('xyz') }}", "{{ 'abc'.nope() }}", "{{ 'abc'.replace('a') }}",
        "{{ 'hello wOrld'.title() }} {{ \"it's\".title() }} {{ 'ab1cd'.title() }} {{ 'hELLO'.capitalize() }} {{ 'aBc'.swapcase() }} {{ 'ÀÉ'.lower() }}",
        "{{ 'ab'.center(7, '*') }} {{ 'abc'.center(6, '*') }} {{ 'ab'.ljust(4) }}| {{ 'ab'.rjust(4, '0') }} {{ '-5'.zfill(4) }} {{ 'abcdef'.zfill(3) }}",
        "{{ 'abc'.partition('b') }} {{ 'abc'.partition('x') }} {{ 'abcb'.rpartition('b') }} {{ 'abc'.rpartition('x') }}",
        "{{ 'a1'.isalnum() }} {{ 'a '.isalpha() }} {{ '12'.isdigit() }} {{ ''.isdigit() }} {{ 'AB'.isupper() }} {{ 'Ab'.istitle() }} {{ ' '.isspace() }} {{ 'a_1'.isidentifier() }}",
        "{{ 'abc'.startswith('b', 1) }} {{ 'abc'.endswith(('x', 'c')) }} {{ 'prefix_a'.removeprefix('prefix_') }} {{ 'a.sql'.removesuffix('.sql') }} {{ 'a\\tb'.expandtabs(4) }}",
        "{{ '{0}{1}{0}'.format(1, 2) }} {{ '{a[x]} {b[0]}'.format(a={'x': 1}, b=[2]) }} {{ '{!r:>6}'.format('a') }} {{ '{{}}'.format() }} {{ '{:,}'.format(1234567) }}",
        "{{ '{:5}|{:<5}|{:^5}|{:>5}|{:*^7}'.format(1, 2, 3, 4, 'x') }} {{ '{:+d} {: d} {:05d} {:x} {:#x} {:b} {:o} {:X}'.format(1, 2, -3, 255, 255, 5, 8, 255) }}",
        "{{ '{:.2f} {:.0f} {:e} {:g} {:g} {:%} {:.1%} {:.3} {:.3s}'.format(2.675, 2.5, 12345.678, 0.0001, 1e10, 0.5, 0.123, 3.14159, 'abcdef') }}",
        "{{ '{:_} {:,.2f} {:010.3f} {:+.1e}'.format(1000000, 1234567.891, -3.14159, 12345) }} {{ '{:{}}|{:>{w}}'.format('a', 5, 'b', w=3) }}",
        "{{ '{}'.format() }}", "{{ '{x}'.format(1) }}", "{{ '{'.format() }}", "{{ '{:d}'.format('a') }}", "{{ '{:z}'.format(1) }}", "{{ '{:d}'.format(1.5) }}", "{{ '{:5}'.format([1]) }}",
        "{{ '%s %r %d %i' % ('a', 'b', 3.9, true) }} {{ '%5s|%-5s|%05d|%+d|% d' % ('a', 'b', 42, 5, 5) }} {{ '%.2f %e %g %x %X %o %#x' % (1.005, 1234.5, 0.00001, 255, 255, 8, 255) }}",
        "{{ '%(a)s-%(b)03d' % {'a': 1, 'b': 2} }} {{ '100%%' % () }} {{ '%s' % [1, 2] }} {{ '%s' % ((1, 2),) }} {{ '%*d' % (5, 42) }} {{ '%.3s' % 'abcdef' }}",
        "{{ '%s %s' % ('a',) }}", "{{ '%s' % ('a', 'b') }}", "{{ '%d' % 'a' }}", "{{ '%y' % 1 }}", "{{ '%(a)s' % 1 }}", "{{ 'a' % 1 }}", "{{ '%' % () }}", "{{ '%(z)s' % {} }}",
    ],
    "list": [
        "{% set l = [3, 1, 2] %}{% do l.sort() %}{{ l }}{% do l.sort(reverse=true) %}{{ l }}{% do l.reverse() %}{{ l }}{{ l.copy() }}{% do l.clear() %}{{ l }}",
        "{% set l = [1, 2] %}{% do l.insert(-1, 'x') %}{% do l.insert(99, 'y') %}{% do l.insert(-99, 'z') %}{{ l }} {{ l.pop(1) }} {{ l.pop(-1) }} {{ l }}",
        "{{ [].pop() }}", "{{ [1].pop(3) }}", "{{ [1].remove(2) }}", "{{ [1].index(2) }}", "{{ [1].append() }}", "{{ [1, 'a'].sort() }}",
        "{{ (1, 2, 1).count(1) }} {{ (1, 2).index(2) }} {{ [1, true, 1.0].count(1) }} {{ ['a', 'b', 'a'].index('a', 1) }}",
        "{% set l = [1] %}{% do l.append(l) %}{{ l }}", "{% set d = {} %}{% do d.update({'d': d}) %}{{ d }}",
        "{% set l = [1] %}{% set m = l %}{% do m.extend('ab') %}{{ l }} {{ l is sameas m }} {{ [1] is sameas [1] }}",
    ],
    "dict": [
        "{% set d = {'a': 1} %}{{ d.get('x') }} {{ d.get('x', 5) }} {{ d.setdefault('b', 2) }} {{ d.pop('a') }} {{ d.pop('zz', none) }} {{ d.popitem() }} {{ d }}",
        "{{ {}.pop('a') }}", "{{ {}.popitem() }}", "{{ {[]: 1} }}", "{{ {'a': 1}.get([]) }}", "{{ {}.update(5) }}", "{{ {}.update([[1]]) }}", "{{ dict([('a', 1)], b=2) }} {{ dict(a=1).copy() }}",
        "{% set d = {1: 'int'} %}{{ d[1.0] }} {{ d[true] }} {% do d.update({1.0: 'float'}) %}{{ d }}",
        "{% set d = {'b': 1, 'a': 2} %}{% do d.update(c=3, b=9) %}{{ d }} {% for k in d %}{{ k }}{% endfor %} {{ d | list }} {{ d | length }}",
        "{{ {(1, 'a'): 'x'}[(1, 'a')] }} {{ {'a': {'b': [1, {'c': none}]}} }}",
    ],
    "filter": [
        "{{ -5 | abs }} {{ 2.5 | abs }} {{ '5' | int }} {{ '0x1f' | int(base=16) }} {{ '1010' | int(base=2) }} {{ ' 12 ' | int }} {{ '1e3' | int }} {{ 'x' | int(7) }} {{ none | int }} {{ 3.99 | int }} {{ true | int }}",
        "{{ '1.5' | float }} {{ 'x' | float }} {{ 'x' | float(2) }} {{ 'inf' | float }} {{ '1_0' | float }} {{ none | float }} {{ 3 | float }}",
        "{{ 2.5 | round }} {{ 3.5 | round }} {{ 2.675 | round(2) }} {{ 1234 | round(-2) }} {{ 1234.5 | round(-2) }} {{ 2.1 | round(0, 'ceil') }} {{ -2.5 | round(method='floor') }} {{ 5 | round }} {{ 1.005 | round(2) }}",
        "{{ 42.55 | round(1, 'floor') }} {{ 42 | round(1, 'ceil') }} {{ 1e20 | round(2) }} {{ 0.5 | round }} {{ 1.5 | round }}", "{{ 'a' | round }}", "{{ 1 | round(0, 'x') }}",
        "{{ [1, 2, 3, 4, 5, 6, 7] | batch(3) | list }} {{ [1, 2, 3, 4] | batch(3, 'x') | list }} {{ range(7) | slice(3) | list }} {{ range(7) | slice(3, 'x') | list }} {{ [] | batch(2) | list }}",
        "{{ 'foo bar' | capitalize }} {{ 'foo-bar (baz) [q] it\\'s' | title }} {{ 'abc' | center(9) }}| {{ 'FOO' | lower }} {{ 'ß' | upper }}",
        "{{ {'b': 1, 'A': 2, 'c': 0} | dictsort }} {{ {'b': 1, 'A': 2} | dictsort(true) }} {{ {'b': 1, 'A': 2} | dictsort(by='value') }} {{ {'b': 1, 'A': 2} | dictsort(reverse=true) }}", "{{ [] | dictsort }}",
        "{{ '<a href=\"x\">\\'&' | e }} {{ '<b>x</b>  y&amp;z' | striptags }} {{ 'a b/c?d=é' | urlencode }} {{ {'a': 1, 'b': 'x y'} | urlencode }} {{ {'class': 'a', 'x': none} | xmlattr }}",
        "{{ 1 | filesizeformat }} {{ 999 | filesizeformat }} {{ 1000 | filesizeformat }} {{ 1500000 | filesizeformat }} {{ 1024 | filesizeformat(true) }} {{ 0 | filesizeformat }}",
        "{{ [] | first }}|{{ [] | last }}|{{ 'abc' | first }}|{{ (1, 2) | last }}|{{ {'a': 1} | first }}", "{{ ([] | first).x }}", "{{ 5 | first }}",
        "{{ '%s-%d' | format('a', 3) }} {{ '%(x)s' | format(x=1) }}", "{{ '%s' | format('a', x=1) }}",
        "{{ users | groupby('city') | list }}", "{% for g in users | groupby('city') %}{{ g.grouper }}={{ g.list | map(attribute='name') | join('+') }};{% endfor %}",
        "{% for c, us in users | groupby('missing', default='none') %}{{ c }}:{{ us | length }}{% endfor %}", "{{ users | groupby('name', case_sensitive=true) | map(attribute=0) | list }}",
        "{{ 'a\\nb\\n\\nc' | indent }}|{{ 'a\\nb' | indent('> ') }}|{{ 'a\\n\\nb' | indent(2, true, true) }}|{{ 'a\\nb' | indent(first=true) }}",
        "{{ [1, 'a', none, 1.0] | join('|') }} {{ [] | join }} {{ 'abc' | join('-') }} {{ users | join(',', 'name') }} {{ users | join(attribute='age') }}", "{{ 5 | join }}",
        "{{ users | map(attribute='name') | list }} {{ users | map(attribute='addr.zip', default='?') | list }} {{ [1, 2] | map('string') | list }} {{ ['a'] | map('replace', 'a', 'b') | list }} {{ [[1, 2]] | map(attribute=1) | list }}",
        "{{ [1] | map('nope') | list }}", "{{ [1] | map | list }}", "{{ 5 | map('string') | list }}", "{{ [1] | select('nope') | list }}", "{{ 'a' | nope }}", "{{ 1 is nope }}",
        "{{ [3, 1, 2] | max }} {{ ['b', 'A'] | min }} {{ ['b', 'A'] | min(case_sensitive=true) }} {{ users | max(attribute='age') }} {{ [] | max }}", "{{ [1, 'a'] | max }}",
        "{{ users | selectattr('age', 'gt', 20) | map(attribute='name') | list }} {{ users | rejectattr('age', 'lt', 20) | list | length }} {{ users | selectattr('city', 'in', ['x']) | list | length }} {{ users | selectattr('nope', 'defined') | list }}",
        "{{ range(6) | select('even') | list }} {{ range(6) | reject('divisibleby', 3) | list }} {{ [0, 1, ''] | select | list }} {{ [none, 1] | reject('none') | list }} {{ ['a', 1] | select('string') | list }}",
        "{{ [3, 1, 2] | sort }} {{ ['b', 'A', 'a', 'B'] | sort }} {{ ['b', 'A', 'a'] | sort(case_sensitive=true) }} {{ users | sort(attribute='city,age') | map(attribute='name') | list }} {{ users | sort(true, attribute='age') | map(attribute='name') | list }}", "{{ [1, 'a'] | sort }}", "{{ [none, 1] | sort }}",
        "{{ [1, 2.5] | sum }} {{ users | sum('age') }} {{ users | sum(attribute='age', start=100) }} {{ [] | sum }} {{ [[1], [2]] | sum(start=[]) }}", "{{ ['a'] | sum }}",
        "{{ 'foo bar baz qux' | truncate(9) }} {{ 'foo bar baz qux' | truncate(9, true) }} {{ 'foo bar baz qux' | truncate(11) }} {{ 'foo bar baz qux' | truncate(9, false, '..', 0) }} {{ 'foobarbaz' | truncate(5, leeway=0) }}",
        "{{ ['a', 'A', 'b', 'a'] | unique | list }} {{ ['a', 'A'] | unique(true) | list }} {{ [1, 1.0, true, 2] | unique | list }} {{ users | unique(attribute='city') | map(attribute='name') | list }}",
        "{{ 'the quick brown fox jumps' | wordwrap(10) }}|{{ 'abcdefghijkl mn' | wordwrap(5) }}|{{ 'abcdefghijkl mn' | wordwrap(5, false) }}|{{ 'a b\\nc d' | wordwrap(3, wrapstring='/') }}",
        "{{ 'one two, three-four' | wordcount }} {{ ' x ' | trim }}| {{ 'xxaxx' | trim('x') }} {{ 'aaa' | replace('a', 'b', 2) }} {{ 123 | replace(2, 'x') }} {{ none | string }} {{ [1, 2] | string }}",
        "{{ {'b': [1, 2.0, none, true, 'é<'], 'a': (1,)} | tojson }} {{ {'a': {'b': 1}, 'l': []} | tojson(2) }} {{ '\\n\\t\"' | tojson }} {{ {1: 2} | tojson }}", "{{ nope | tojson }}",
        "{{ nope | default }}|{{ nope | d('x') }}|{{ '' | default('x', true) }}|{{ 0 | default('x') }}|{{ d.zz | default(d.a) }}|{{ nope.x | default('y') }}",
        "{{ d | items | list }} {{ nope | items | list }} {{ d | length }} {{ 'é' | length }} {{ d | attr('get') is callable }}|{{ d | attr('a') }}|", "{{ [1] | items | list }}", "{{ 5 | length }}",
        "{{ 'abc' | reverse }} {{ [1, 2] | reverse | list }} {{ (1, 2) | list }} {{ {'a': 1} | list }} {{ 5 | list }}", "{{ [1, 2, 3] | random in [1, 2, 3] }} {{ 'a' | pprint }} {{ [1] | pprint }}",
        "{{ 'a' | upper | lower | replace('a', 'b') ~ 'c' | upper }} {{ -1 | abs + 2 }} {{ (1 + 2) | string + 'x' }} {{ 'x' | default('y') is string }}",
        "{% filter upper | replace('A', 'x') %}a{{ 'b' }}a{% endfilter %} {% set x | indent(2) | trim %}\n a\nb{% endset %}[{{ x }}]",
    ],
    "untyped": [
        "{{ nope | int }}", "{{ nope | float }}", "{{ nope | indent }}", "{{ nope | wordwrap }}", "{{ 0 | map('upper') | list }} {{ none | select | list }}", "{{ true | truncate }}", "{{ [1] | truncate(9) }}", "{{ 1 | wordwrap }}", "{{ 1 | xmlattr }}", "{{ 'x' | filesizeformat }}",
        "{{ 'x' % range(3) }} {{ 'x' % {} }} {{ 'x' % [1] }}", "{{ [1] in d }}", "{{ nope is callable }} {{ range(4).count(2) }}", "{{ 'ab' | sort(attribute='nope') }}", "{{ [['a', 1], ['b', 2]] | urlencode }}", "{{ ['ab', 'c'] | urlencode }}",
    ],
    "test": [
        "{{ 1 is number }} {{ true is number }} {{ 1.0 is integer }} {{ true is integer }} {{ 1.0 is float }} {{ 'a' is string }} {{ [] is sequence }} {{ {} is mapping }} {{ {} is sequence }} {{ 1 is iterable }} {{ range is callable }} {{ nope is iterable }}",
        "{{ none is none }} {{ nope is defined }} {{ nope is undefined }} {{ d.zz is defined }} {{ true is true }} {{ 1 is true }} {{ false is boolean }} {{ 0 is false }}",
        "{{ 4 is even }} {{ 4 is odd }} {{ 9 is divisibleby(3) }} {{ 9 is divisibleby 2 }} {{ 1 is eq(1) }} {{ 1 is ne 2 }}",
        "{{ 1 is lt 2 }} {{ 1 is ge(1) }} {{ 1 is lessthan 0 }} {{ 'a' is in 'abc' }} {{ 1 is not in [2] }} {{ 'A' is upper }} {{ 'a1' is lower }} {{ 'x' is filter }} {{ 'upper' is filter }} {{ 'odd' is test }} {{ 'x' is sameas 'x' }}",
        "{{ 'a' is odd }}", "{{ 1 is divisibleby 0 }}", "{{ nope is odd }}", "{{ 1 is defined is true }}", "{{ 1 is not defined or true }}", "{{ not 1 is defined }}", "{{ 'a' is string and 1 is number }}",
        "{{ 'yes' if x is defined and x is not none else 'no' }}",
    ],
    "loop": [
        "{% for x in 'abc' %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ loop.depth }}{{ loop.depth0 }};{% endfor %}",
        "{% for x in [1, 2, 3] %}{{ loop.previtem is defined }}{{ loop.nextitem }}{{ loop.cycle('a', 'b') }}{{ loop.changed(x // 2) }};{% endfor %}",
        "{% for item in tree recursive %}{{ loop.depth }}{{ item.n }}{% if item.c %}({{ loop(item.c) }}){% endif %}{{ ',' if not loop.last }}{% endfor %}",
        "{% for a, b in [(1, 2), (3, 4)] if a > 1 %}{{ a }}{{ b }}{{ loop.index }}{% else %}none{% endfor %}", "{% for x in [1] if false %}a{% else %}none{% endfor %}", "{% for x in [] %}{% else %}{{ x }}empty{% endfor %}",
        "{% for a, b in [(1, 2, 3)] %}{% endfor %}", "{% for a, b in [(1,)] %}{% endfor %}", "{% for a, b in [5] %}{% endfor %}", "{% for x in 5 %}{% endfor %}", "{% for x in none %}{% endfor %}",
        "{% for x in range(10) %}{% if x is odd %}{% continue %}{% endif %}{% if x > 6 %}{% break %}{% endif %}{{ x }}{{ loop.index }} {% endfor %}",
        "{% for i in [1, 2] %}{% for j in [1, 2] %}{% if j == 2 %}{% break %}{% endif %}{{ i }}{{ j }} {% endfor %}{{ loop.last }}{% endfor %}",
        "{% set x = 'o' %}{% for i in [1, 2] %}{{ x }}{% set x = i %}{{ x }}{% endfor %}{{ x }}", "{% for x in [1, 2] %}{% endfor %}{{ x }}", "{{ loop }}", "{{ loop.index }}",
        "{% for x in {'a': 1, 'b': 2}.items() %}{{ x }}{{ x[0] }}{% endfor %}", "{% for k, v in d | dictsort %}{{ k }}{% endfor %}", "{% for x in (1, 2) + (3,) %}{{ x }}{% endfor %}", "{% for x in 1, 2 %}{{ x }}{% endfor %}",
        "{{ range(5) }} {{ range(1, 5, 2) }} {{ range(5, 0, -2) | list }} {{ range(0) | list }} {{ range(3) | last }} {{ range(3)[1] }}", "{{ range('a') }}", "{{ range(1, 2, 0) }}", "{{ range() }}",
        "{% for g in [[1, 2], [3]] %}{% set outer = loop %}{% for x in g %}{{ outer.index }}.{{ loop.index }} {% endfor %}{% endfor %}",
        "{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ c.next() }}{{ c.current }}{% do c.reset() %}{{ c.current }}{% set j = joiner('|') %}{% for x in [1, 2] %}{{ j() }}{{ x }}{% endfor %}",
    ],
    "macro": [
        "{% macro m(a, b=2, c=a) %}{{ a }}{{ b }}{{ c }}{% endmacro %}{{ m(1) }} {{ m(1, c=3) }} {{ m(b=1, a=0) }} {{ m.name }} {{ m.arguments }}",
        "{% macro m(a) %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, 3, x=4) }} {{ m() }}", "{% macro m() %}{% endmacro %}{{ m(1) }}", "{% macro m() %}{% endmacro %}{{ m(x=1) }}", "{% macro m(a) %}{% endmacro %}{{ m(1, a=2) }}",
        "{% macro m(a) %}{{ a is defined }}[{{ a }}]{% endmacro %}{{ m() }}{{ m(none) }}", "{% macro m(a) %}{{ a.x }}{% endmacro %}{{ m() }}",
        "{% macro w(t) %}<{{ t }}>{{ caller() }}</{{ t }}>{% endmacro %}{% call w('b') %}x{% endcall %}", "{% macro w() %}{{ caller(1, y=2) }}{% endmacro %}{% call(x, y) w() %}{{ x }}{{ y }}{% endcall %}",
        "{% macro w() %}{{ caller is defined }}{% if caller %}{{ caller() }}{% endif %}{% endmacro %}{{ w() }}{% call w() %}!{% endcall %}", "{% macro w() %}{{ caller() }}{% endmacro %}{{ w() }}",
        "{% macro outer() %}{% macro inner(x) %}[{{ x }}]{% endmacro %}{{ inner(1) }}{% endmacro %}{{ outer() }}{{ inner is defined }}",
        "{% set x = 1 %}{% macro m() %}{{ x }}{% endmacro %}{% set x = 2 %}{{ m() }}", "{% macro f(n) %}{{ n if n <= 1 else n * (f(n - 1) | int) }}{% endmacro %}{{ f(10) }}",
        "{{ f(1) }}{% macro f(x) %}{{ x }}{% endmacro %}", "{% macro m(x) %}{% set x = x + 1 %}{{ x }}{% endmacro %}{% set x = 5 %}{{ m(x) }}{{ x }}",
        "{% macro m() %} a {% endmacro %}[{{ m() }}][{{- m() -}}][{{ m() | trim }}]{{ m() ~ 'x' }}{{ m() | length }}",
        "{% macro m(a, *) %}{% endmacro %}", "{% macro m(a=1, b) %}{% endmacro %}", "{{ dict(**{'a': 1}) }} {{ dict(*[[('a', 1)]]) }}", "{{ dict(**5) }}", "{{ dict(a=1, **{'a': 2}) }}",
    ],
    "scope": [
        "{% set a, b = 1, 2 %}{{ a }}{{ b }}{% set (c, d2) = [3, 4] %}{{ c }}{{ d2 }}{% set x, (y, z) = 1, (2, 3) %}{{ x }}{{ y }}{{ z }}", "{% set a, b = 1 %}", "{% set a, b = 1, 2, 3 %}",
        "{% with a = 1, b = 2 %}{{ a }}{{ b }}{% set c = 3 %}{% endwith %}{{ a }}{{ c }}", "{% set a = 1 %}{% with a = 2, b = a %}{{ b }}{% endwith %}{{ a }}", "{% with %}{% set q = 1 %}{{ q }}{% endwith %}{{ q }}",
        "{% set ns = namespace(x=1) %}{% for i in [1, 2] %}{% set ns.x = ns.x + i %}{% set ns.y = i %}{% endfor %}{{ ns.x }}{{ ns.y }}{{ ns.zz }}", "{% set d.a = 5 %}", "{% set nope.a = 5 %}",
        "{% set x %}a{{ 1 }}{% set y = 2 %}b{% endset %}{{ x }}{{ y }}", "{% if true %}{% set x = 'i' %}{% endif %}{{ x }}", "{% set x = x | default('first') %}{{ x }}",
        "{% set a = b = 1 %}", "{% set true = 1 %}", "{% set 1 = 1 %}", "{% set cls = 3 %}{{ cls }}",
    ],
    "syntax": [
        "{{ 1 + }}", "{{ }}", "{% if %}{% endif %}", "{% if 1 %}", "{% endif %}", "{% for x in [1] %}{% endif %}", "{% nope %}", "{{ 'a }}", "{{ a b }}", "{{ (1 }}", "{{ [1, 2 }}", "{{ 1) }}", "{# x", "{% raw %}x", "{{ a.'b' }}", "{{ a[1 }}", "{{ f(a=1, 2) }}", "{{ f(**a, *b) }}", "{{ a | }}", "{{ a is }}", "{{ @ }}", "{% set %}", "{% set x %}", "{% else %}", "{% for x of y %}{% endfor %}", "{{ {1} }}", "{% macro %}{% endmacro %}", "{% call x %}{% endcall %}", "{% if a }}{% endif %}", "{{ a }", "{{ a ? b }}",
    ],
    "whitespace": [
        "a\n{% if 1 %}\n b\n{%- endif %}\nc\n", " {{- 1 -}} \n {{ 2 }} {#- c -#} x", "{%- for x in [1, 2] -%} {{ x }} {%- endfor -%} .", "{%+ if 1 +%} a {% endif %}", "{% raw -%} {{ a }} {%- endraw %}|", "a {%- raw %} x {% endraw -%} b", "{{ 1 }}\n\n", "\n{{ 1 }}", "\r\na\r\n{{ 1 }}\rb", "{{\n1\n+\n2\n}}", "{# a #}{# b -#}  x", "{{ '{% raw %}' }} {% raw %}{% raw %}{% endraw %}", "{{ 'a' }}{{ 'b' }}  {{- 'c' }}", "x{#+ c +#}y", "a{#-#} b", "a {#--#} b", "{% if 1 %}{# c #}{% else %}{% endif %}z",
    ],
}

CONTEXT = {
    "x": True,
    "d": {"a": 1, "b": {"c": "deep"}, "l": [10, 20, 30]},
    "users": [
        {"name": "Ann", "age": 30, "city": "Rome"},
        {"name": "bob", "age": 20, "city": "Oslo"},
        {"name": "Cid", "age": 25, "city": "Rome"},
    ],
    "tree": [{"n": "a", "c": [{"n": "b", "c": []}, {"n": "c", "c": [{"n": "d", "c": []}]}]}, {"n": "e", "c": []}],
}


def outcome(environment, template):
    try:
        return environment.from_string(template).render(json.loads(json.dumps(CONTEXT)))
    except Exception as error:  # whatever Python raises is what the templates' authors know
        kind = type(error).__name__
        kind = {"TemplateAssertionError": "TemplateRuntimeError", "FilterArgumentError": "TypeError"}.get(kind, kind)
        return f"ERR: {kind}: {error}"


def main():
    environment = jinja2.Environment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])
    cases = [
        {"id": f"{group}.{number}", "tpl": template, "expected": outcome(environment, template)}
        for group, templates in GROUPS.items()
        for number, template in enumerate(templates, start=1)
    ]
    path = pathlib.Path(__file__).with_name("differential.json")
    content = {"jinja2": jinja2.__version__, "context": CONTEXT, "cases": cases}
    path.write_text(json.dumps(content, indent=2, ensure_ascii=True) + "\n")
    print(f"{len(cases)} cases")


main()
