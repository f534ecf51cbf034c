{# What PostgreSQL writes in another way than the defaults. #}

{% macro postgres__current_timestamp() -%}
  now()
{%- endmacro %}

{% macro postgres__snapshot_get_time() -%}
  {{ current_timestamp() }}::timestamp without time zone
{%- endmacro %}

{% macro postgres__snapshot_string_as_time(timestamp) %}
  {{ return("'" ~ timestamp ~ "'::timestamp without time zone") }}
{% endmacro %}

{% macro postgres__current_timestamp_backcompat() %}
  current_timestamp::timestamp without time zone
{% endmacro %}

{% macro postgres__current_timestamp_in_utc_backcompat() %}
  (current_timestamp at time zone 'utc')::timestamp without time zone
{% endmacro %}

{% macro postgres__any_value(expression) -%}
  min({{ expression }})
{%- endmacro %}

{% macro postgres__dateadd(datepart, interval, from_date_or_timestamp) -%}
  {{ from_date_or_timestamp }} + ((interval '{{ '3 months' if datepart == 'quarter' else '1 ' ~ datepart }}') * ({{ interval }}))
{%- endmacro %}

{# Boundaries that lie between the two: as the databases count that have the function; weeks begin on Sunday,
   and all but days and weeks are of the type double precision, as in dbt: what is divided is not cut off. #}
{% macro postgres__datediff(first_date, second_date, datepart) -%}
  {%- set first = '(' ~ first_date ~ ')::timestamp' -%}
  {%- set second = '(' ~ second_date ~ ')::timestamp' -%}
  {%- set part = datepart | lower -%}
  {%- set years = "(date_part('year', " ~ second ~ ") - date_part('year', " ~ first ~ '))' -%}
  {%- set seconds = {'hour': 3600, 'minute': 60, 'second': 1}.get(part) -%}
  {%- if part == 'year' -%}
    {{ years }}
  {%- elif part in ['month', 'quarter'] -%}
    ({{ years }} * {{ 12 if part == 'month' else 4 }} + date_part('{{ part }}', {{ second }}) - date_part('{{ part }}', {{ first }}))
  {%- elif part == 'day' -%}
    (({{ second }})::date - ({{ first }})::date)
  {%- elif part == 'week' -%}
    ((date_trunc('week', {{ second }} + interval '1 day')::date - date_trunc('week', {{ first }} + interval '1 day')::date) / 7)
  {%- elif seconds -%}
    (extract(epoch from date_trunc('{{ part }}', {{ second }}) - date_trunc('{{ part }}', {{ first }}))::bigint / {{ seconds }})::double precision
  {%- elif part in ['millisecond', 'microsecond'] -%}
    round(extract(epoch from date_trunc('{{ part }}', {{ second }}) - date_trunc('{{ part }}', {{ first }})) * {{ 1000 if part == 'millisecond' else 1000000 }})::double precision
  {%- else -%}
    {{ no_such_datepart('datediff', datepart) }}
  {%- endif -%}
{%- endmacro %}

{% macro postgres__last_day(date, datepart) -%}
  {%- if datepart == 'quarter' -%}
    cast(date_trunc('quarter', {{ date }}) + interval '3 months' - interval '1 day' as date)
  {%- else -%}
    {{ last_day_by_trunc(date, datepart) }}
  {%- endif -%}
{%- endmacro %}

{% macro postgres__listagg(measure, delimiter_text, order_by_clause, limit_num) -%}
  {%- if limit_num -%}
    array_to_string((array_agg({{ measure }}{{ ' ' ~ order_by_clause if order_by_clause }}))[1:{{ limit_num }}], {{ delimiter_text }})
  {%- else -%}
    string_agg({{ measure }}, {{ delimiter_text }}{{ ' ' ~ order_by_clause if order_by_clause }})
  {%- endif -%}
{%- endmacro %}

{# Of the type that dbt's sums of powers have. #}
{% macro postgres__generate_series(upper_bound) %}
  {%- do dbt.get_powers_of_two(upper_bound) -%}
  select number::double precision as generated_number
  from generate_series(1, {{ upper_bound }}) as number
  order by number
{% endmacro %}
