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
  {{ exceptions.raise_not_implemented('SQLite has no function that hashes: dbt.hash cannot be used there.') }}
{%- endmacro %}

{% macro sqlite__position(substring_text, string_text) -%}
  instr({{ string_text }}, {{ substring_text }})
{%- endmacro %}

{% macro sqlite__right(string_text, length_expression) -%}
  case when {{ length_expression }} <= 0 then '' else substr({{ string_text }}, -({{ length_expression }})) end
{%- endmacro %}

{% macro sqlite__split_part(string_text, delimiter_text, part_number) -%}
  {%- set path = "'$[' || (" ~ (part_number ~ ' - 1' if part_number | int > 0 else "json_array_length('[\"' || replace(replace(" ~ string_text ~ ", '\"', '\\\"'), " ~ delimiter_text ~ ", '\",\"') || '\"]') + " ~ part_number) ~ ") || ']'" -%}
  coalesce(json_extract('["' || replace(replace({{ string_text }}, '"', '\"'), {{ delimiter_text }}, '","') || '"]', {{ path }}), '')
{%- endmacro %}

{% macro sqlite__listagg(measure, delimiter_text, order_by_clause, limit_num) -%}
  {%- if limit_num -%}
    {{ exceptions.raise_not_implemented('SQLite cannot limit what listagg joins.') }}
  {%- endif -%}
  group_concat({{ measure }}, {{ delimiter_text }}{{ ' ' ~ order_by_clause if order_by_clause }})
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
    {{ exceptions.raise_compiler_error("date_trunc has no datepart '" ~ datepart ~ "' on this database.") }}
  {%- endif -%}
{%- endmacro %}

{% macro sqlite__dateadd(datepart, interval, from_date_or_timestamp) -%}
  {%- set part = datepart | lower -%}
  {%- set factor = {'quarter': 3, 'week': 7}.get(part, 1) -%}
  {%- set unit = {'quarter': 'month', 'week': 'day'}.get(part, part) -%}
  datetime({{ from_date_or_timestamp }}, (({{ interval }}) * {{ factor }}) || ' {{ unit }}s')
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
    {{ exceptions.raise_compiler_error("datediff has no datepart '" ~ datepart ~ "' on this database.") }}
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
