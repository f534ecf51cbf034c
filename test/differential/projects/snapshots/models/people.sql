{% set rounds = {
  1: [[1, 'Ada', 'GB', '2024-01-01'], [2, 'Bob', 'US', '2024-01-01'], [3, 'Cem', 'TR', '2024-01-01'], [4, 'Dia', none, '2024-01-01']],
  2: [[1, 'Ada', 'PT', '2024-01-02'], [2, 'Bob', 'US', '2024-01-02'], [4, 'Dia', 'GR', '2024-01-01'], [5, 'Eva', 'ES', '2024-01-02']],
  3: [[1, 'Ada', 'PT', '2024-01-02'], [3, 'Cem', 'TR', '2024-01-03'], [4, 'Dia', none, '2024-01-03'], [5, 'Eva', 'ES', '2024-01-02']],
  4: [[1, 'Ada', 'PT', '2024-01-02'], [3, 'Cem', 'TR', '2024-01-03'], [4, 'Dia', 'IT', '2024-01-04']]
} %}
{% for id, name, country, changed in rounds[var('round')] %}
select {{ id }} as id, 'x{{ id }}' as other_id, cast('{{ name }}' as varchar(20)) as name, cast({{ "'" ~ country ~ "'" if country else 'null' }} as varchar(20)) as country,
  timestamp '{{ changed }} 08:00:00' as changed_at
  {%- if var('round') > 2 %}, {{ id }} * 2 as more{% endif %}
{{ 'union all' if not loop.last }}
{% endfor %}
