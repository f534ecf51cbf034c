{# What SQLite writes in another way than the defaults. Times are texts, `2024-01-31 10:00:00`. #}

{% macro sqlite__current_timestamp() -%}
  strftime('%Y-%m-%d %H:%M:%f', 'now')
{%- endmacro %}

{% macro sqlite__current_timestamp_backcompat() %}
  {{ return(current_timestamp()) }}
{% endmacro %}

{% macro sqlite__snapshot_string_as_time(timestamp) %}
  {{ return("'" ~ timestamp ~ "'") }}
{% endmacro %}

{% macro sqlite__hash(field) -%}
  {{ exceptions.raise_not_implemented('dbt.hash is not there on sqlite, which has no function that hashes.') }}
{%- endmacro %}

{% macro sqlite__position(substring_text, string_text) -%}
  instr({{ string_text }}, {{ substring_text }})
{%- endmacro %}

{% macro sqlite__right(string_text, length_expression) -%}
  case when {{ length_expression }} <= 0 then '' else substr({{ string_text }}, -({{ length_expression }})) end
{%- endmacro %}

{# Cut piece by piece: JSON, which could do it at once, would take delimiters for its own signs. #}
{% macro sqlite__split_part(string_text, delimiter_text, part_number) -%}
  case when {{ string_text }} is not null then coalesce((
    with recursive dvt_parts(dvt_number, dvt_part, dvt_rest) as (
      select 0, null, ({{ string_text }}) || {{ delimiter_text }}
      union all
      select dvt_number + 1, substr(dvt_rest, 1, instr(dvt_rest, {{ delimiter_text }}) - 1), substr(dvt_rest, instr(dvt_rest, {{ delimiter_text }}) + length({{ delimiter_text }}))
      from dvt_parts
      where dvt_rest <> '' and {{ delimiter_text }} <> ''
    )
    select dvt_part from dvt_parts where dvt_number > 0 and dvt_number = ({{ part_number }}) + case when ({{ part_number }}) < 0 then 1 + (select max(dvt_number) from dvt_parts) else 0 end
  ), '') end
{%- endmacro %}

{% macro sqlite__listagg(measure, delimiter_text, order_by_clause, limit_num) -%}
  {%- set ordered = measure ~ (' ' ~ order_by_clause if order_by_clause else '') -%}
  {%- if limit_num -%}
    (select group_concat(value, {{ delimiter_text }}) from json_each(json_group_array({{ ordered }}) filter (where {{ measure }} is not null)) where key < {{ limit_num }})
  {%- else -%}
    group_concat({{ measure }}, {{ delimiter_text }}{{ ' ' ~ order_by_clause if order_by_clause }})
  {%- endif -%}
{%- endmacro %}

{# Casts of the database make the number 2024 of a date: times are texts. #}
{% macro sqlite__cast(field, type) -%}
  {%- set kind = type | string | lower | trim -%}
  {%- if kind == 'date' -%}
    date({{ field }})
  {%- elif modules.re.match('timestamp|datetime', kind) -%}
    datetime({{ field }}) || {{ sqlite_fraction(field) }}
  {%- else -%}
    cast({{ field }} as {{ type }})
  {%- endif -%}
{%- endmacro %}

{# The database makes 0 of a text that is no number, and 12 of '12 pieces'. #}
{% macro sqlite__safe_cast(field, type) -%}
  {%- if modules.re.match('(?i)\\s*(tiny|small|medium|big)?int|dec|numeric|double|float|real', type | string) -%}
    case when trim({{ field }}) glob '*[0-9]*' and trim({{ field }}) not glob '*[^0-9.eE+-]*' and trim({{ field }}) not glob '?*[+-]*[^0-9]*' then cast({{ field }} as {{ type }}) end
  {%- else -%}
    {{ dbt.cast(field, type) }}
  {%- endif -%}
{%- endmacro %}

{# Parts of seconds, which the functions of times leave away: `.123456`, or nothing. #}
{% macro sqlite_fraction(moment) -%}
  case when substr({{ moment }}, 20, 1) = '.' then rtrim(substr({{ moment }}, 20), 'Z') else '' end
{%- endmacro %}

{% macro sqlite__any_value(expression) -%}
  min({{ expression }})
{%- endmacro %}

{% macro sqlite__bool_or(expression) -%}
  max({{ expression }})
{%- endmacro %}

{% macro sqlite__cast_bool_to_text(field) -%}
  case when {{ field }} then 'true' when not {{ field }} then 'false' end
{%- endmacro %}

{% macro sqlite__date(year, month, day) -%}
  printf('%04d-%02d-%02d', {{ year }}, {{ month }}, {{ day }})
{%- endmacro %}

{% macro sqlite__date_trunc(datepart, date) -%}
  {%- set formats = {'year': '%Y-01-01 00:00:00', 'month': '%Y-%m-01 00:00:00', 'day': '%Y-%m-%d 00:00:00',
    'hour': '%Y-%m-%d %H:00:00', 'minute': '%Y-%m-%d %H:%M:00', 'second': '%Y-%m-%d %H:%M:%S'} -%}
  {%- set part = datepart | lower -%}
  {%- if part == 'week' -%}
    strftime('%Y-%m-%d 00:00:00', {{ date }}, '-6 days', 'weekday 1')
  {%- elif part == 'quarter' -%}
    strftime('%Y-%m-%d 00:00:00', {{ date }}, 'start of month', '-' || ((strftime('%m', {{ date }}) - 1) % 3) || ' months')
  {%- elif part in formats -%}
    strftime('{{ formats[part] }}', {{ date }})
  {%- else -%}
    {{ no_such_datepart('date_trunc', datepart) }}
  {%- endif -%}
{%- endmacro %}

{# A month on from its last day is the last day of the next one. #}
{% macro sqlite__dateadd(datepart, interval, from_date_or_timestamp) -%}
  {%- set part = datepart | lower -%}
  {%- set factor = {'quarter': 3, 'week': 7}.get(part, 1) -%}
  {%- set unit = {'quarter': 'month', 'week': 'day'}.get(part, part) -%}
  {%- if unit not in ['year', 'month', 'day', 'hour', 'minute', 'second'] -%}
    {{ no_such_datepart('dateadd', datepart) }}
  {%- endif -%}
  (datetime({{ from_date_or_timestamp }}, (({{ interval }}) * {{ factor }}) || ' {{ unit }}s'{{ ", 'floor'" if unit in ['year', 'month'] }}) || {{ sqlite_fraction(from_date_or_timestamp) }})
{%- endmacro %}

{% macro sqlite__datediff(first_date, second_date, datepart) -%}
  {%- set part = datepart | lower -%}
  {%- set seconds = {'hour': 3600, 'minute': 60, 'second': 1}.get(part) -%}
  {%- if part in ['year', 'month', 'quarter'] -%}
    {%- set per_year = {'year': 1, 'month': 12, 'quarter': 4}[part] -%}
    {%- set months = {'year': 12, 'month': 1, 'quarter': 3}[part] -%}
    ((strftime('%Y', {{ second_date }}) - strftime('%Y', {{ first_date }})) * {{ per_year }} + (strftime('%m', {{ second_date }}) - 1) / {{ months }} - (strftime('%m', {{ first_date }}) - 1) / {{ months }})
  {%- elif part == 'day' -%}
    cast(julianday({{ dbt.date_trunc(part, second_date) }}) - julianday({{ dbt.date_trunc(part, first_date) }}) as integer)
  {%- elif part == 'week' -%}
    cast((julianday(date({{ second_date }}, '-6 days', 'weekday 0')) - julianday(date({{ first_date }}, '-6 days', 'weekday 0'))) / 7 as integer)
  {%- elif seconds -%}
    ((strftime('%s', {{ dbt.date_trunc(part, second_date) }}) - strftime('%s', {{ dbt.date_trunc(part, first_date) }})) / {{ seconds }})
  {%- else -%}
    {{ no_such_datepart('datediff', datepart) }}
  {%- endif -%}
{%- endmacro %}

{% macro sqlite__last_day(date, datepart) -%}
  date({{ dbt.dateadd('day', '-1', dbt.dateadd(datepart, '1', dbt.date_trunc(datepart, date))) }})
{%- endmacro %}

{% macro sqlite__array_construct(inputs, data_type) -%}
  json_array({{ inputs | join(', ') }})
{%- endmacro %}

{% macro sqlite__array_append(array, new_element) -%}
  json_insert({{ array }}, '$[#]', {{ new_element }})
{%- endmacro %}

{% macro sqlite__array_concat(array_1, array_2) -%}
  (select json_group_array(value) from (select value from json_each({{ array_1 }}) union all select value from json_each({{ array_2 }})))
{%- endmacro %}
