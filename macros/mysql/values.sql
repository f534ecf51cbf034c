{# What MySQL and MariaDB write in another way than the defaults. #}

{% macro mysql__type_string() %}
  {{ return('char') }}
{% endmacro %}

{% macro mysql__type_timestamp() %}
  {{ return('datetime(6)') }}
{% endmacro %}

{% macro mysql__type_float() %}
  {{ return('double') }}
{% endmacro %}

{% macro mysql__type_numeric() %}
  {{ return('decimal(28,6)') }}
{% endmacro %}

{# Types of casts are others than those of columns: whole numbers are signed. #}
{% macro mysql__type_bigint() %}
  {{ return('signed') }}
{% endmacro %}

{% macro mysql__type_int() %}
  {{ return('signed') }}
{% endmacro %}

{% macro mysql__type_boolean() %}
  {{ return('signed') }}
{% endmacro %}

{% macro mysql__current_timestamp() -%}
  current_timestamp(6)
{%- endmacro %}

{% macro mysql__current_timestamp_backcompat() %}
  current_timestamp(6)
{% endmacro %}

{% macro mysql__snapshot_string_as_time(timestamp) %}
  {{ return("cast('" ~ timestamp ~ "' as datetime(6))") }}
{% endmacro %}

{% macro mysql__concat(fields) -%}
  concat({{ fields | join(', ') }})
{%- endmacro %}

{% macro mysql__escape_single_quotes(expression) -%}
  {{ expression | string | replace('\\', '\\\\') | replace("'", "''") }}
{%- endmacro %}

{% macro mysql__hash(field) -%}
  md5(cast({{ field }} as char))
{%- endmacro %}

{% macro mysql__length(expression) -%}
  char_length({{ expression }})
{%- endmacro %}

{# The database finds letters of either case, and counts as they come; other databases tell them apart. #}
{% macro mysql__position(substring_text, string_text) -%}
  locate({{ substring_text }}, convert({{ string_text }} using utf8mb4) collate utf8mb4_bin)
{%- endmacro %}

{# The database makes 0 of a text that is no number, and 12 of '12 pieces'. #}
{% macro mysql__safe_cast(field, type) -%}
  {%- set kind = type | string | lower | trim -%}
  {%- set number = '^[[:space:]]*[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?[[:space:]]*$' -%}
  {%- set pattern = number if modules.re.match('(un)?signed|(tiny|small|medium|big)?int|dec|numeric|double|float|real', kind)
    else '^[[:space:]]*[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}' if modules.re.match('date', kind) -%}
  {%- if pattern -%}
    case when cast({{ field }} as char) regexp '{{ pattern }}' then cast({{ field }} as {{ type }}) end
  {%- else -%}
    cast({{ field }} as {{ type }})
  {%- endif -%}
{%- endmacro %}

{% macro mysql__split_part(string_text, delimiter_text, part_number) -%}
  {%- set parts = '((char_length(' ~ string_text ~ ') - char_length(replace(' ~ string_text ~ ', ' ~ delimiter_text ~ ", ''))) div char_length(" ~ delimiter_text ~ ') + 1)' -%}
  {%- if part_number | int >= 0 -%}
    case when {{ part_number }} > {{ parts }} then '' else substring_index(substring_index({{ string_text }}, {{ delimiter_text }}, {{ part_number }}), {{ delimiter_text }}, -1) end
  {%- else -%}
    case when {{ -(part_number | int) }} > {{ parts }} then '' else substring_index(substring_index({{ string_text }}, {{ delimiter_text }}, {{ part_number }}), {{ delimiter_text }}, 1) end
  {%- endif -%}
{%- endmacro %}

{% macro mysql__listagg(measure, delimiter_text, order_by_clause, limit_num) -%}
  {%- if limit_num -%}
    {#- Cut at a mark that no value holds: the delimiter may be in one. -#}
    {%- set mark = "'\u001f'" -%}
    replace(substring_index(group_concat({{ measure }}{{ ' ' ~ order_by_clause if order_by_clause }} separator {{ mark }}), {{ mark }}, {{ limit_num }}), {{ mark }}, {{ delimiter_text }})
  {%- else -%}
    group_concat({{ measure }}{{ ' ' ~ order_by_clause if order_by_clause }} separator {{ delimiter_text }})
  {%- endif -%}
{%- endmacro %}

{% macro mysql__any_value(expression) -%}
  min({{ expression }})
{%- endmacro %}

{% macro mysql__bool_or(expression) -%}
  max({{ expression }})
{%- endmacro %}

{% macro mysql__cast_bool_to_text(field) -%}
  case when {{ field }} then 'true' when not {{ field }} then 'false' end
{%- endmacro %}

{% macro mysql__date(year, month, day) -%}
  cast('{{ year }}-{{ month }}-{{ day }}' as date)
{%- endmacro %}

{% macro mysql__date_trunc(datepart, date) -%}
  {%- set formats = {'year': '%Y-01-01 00:00:00', 'month': '%Y-%m-01 00:00:00', 'day': '%Y-%m-%d 00:00:00',
    'hour': '%Y-%m-%d %H:00:00', 'minute': '%Y-%m-%d %H:%i:00', 'second': '%Y-%m-%d %H:%i:%s'} -%}
  {%- set part = datepart | lower -%}
  {%- if part == 'week' -%}
    cast(date_sub(date({{ date }}), interval weekday({{ date }}) day) as datetime)
  {%- elif part == 'quarter' -%}
    cast(makedate(year({{ date }}), 1) + interval quarter({{ date }}) - 1 quarter as datetime)
  {%- elif part in ['millisecond', 'microsecond'] -%}
    cast(left(date_format({{ date }}, '%Y-%m-%d %H:%i:%s.%f'), {{ 23 if part == 'millisecond' else 26 }}) as datetime(6))
  {%- elif part in formats -%}
    cast(date_format({{ date }}, '{{ formats[part] }}') as datetime)
  {%- else -%}
    {{ no_such_datepart('date_trunc', datepart) }}
  {%- endif -%}
{%- endmacro %}

{% macro mysql__dateadd(datepart, interval, from_date_or_timestamp) -%}
  {%- set part = datepart | lower -%}
  {%- if part == 'millisecond' -%}
    date_add({{ from_date_or_timestamp }}, interval ({{ interval }}) * 1000 microsecond)
  {%- elif part in ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second', 'microsecond'] -%}
    date_add({{ from_date_or_timestamp }}, interval ({{ interval }}) {{ part }})
  {%- else -%}
    {{ no_such_datepart('dateadd', datepart) }}
  {%- endif -%}
{%- endmacro %}

{# Boundaries between the two, not whole units as the database's own function counts them. #}
{% macro mysql__datediff(first_date, second_date, datepart) -%}
  {%- set part = datepart | lower -%}
  {%- if part == 'year' -%}
    (year({{ second_date }}) - year({{ first_date }}))
  {%- elif part in ['month', 'quarter'] -%}
    ((year({{ second_date }}) - year({{ first_date }})) * {{ 12 if part == 'month' else 4 }} + {{ part }}({{ second_date }}) - {{ part }}({{ first_date }}))
  {%- elif part == 'day' -%}
    datediff({{ second_date }}, {{ first_date }})
  {%- elif part == 'week' -%}
    (datediff(date_sub(date({{ second_date }}), interval dayofweek({{ second_date }}) day), date_sub(date({{ first_date }}), interval dayofweek({{ first_date }}) day)) div 7)
  {%- elif part in ['hour', 'minute', 'second'] -%}
    timestampdiff({{ part }}, {{ dbt.date_trunc(part, first_date) }}, {{ dbt.date_trunc(part, second_date) }})
  {%- elif part in ['millisecond', 'microsecond'] -%}
    (timestampdiff(microsecond, {{ dbt.date_trunc(part, first_date) }}, {{ dbt.date_trunc(part, second_date) }}){{ ' div 1000' if part == 'millisecond' }})
  {%- else -%}
    {{ no_such_datepart('datediff', datepart) }}
  {%- endif -%}
{%- endmacro %}

{% macro mysql__last_day(date, datepart) -%}
  {%- if datepart == 'month' -%} last_day({{ date }}) {%- else -%} {{ last_day_by_trunc(date, datepart) }} {%- endif -%}
{%- endmacro %}

{% macro mysql__array_construct(inputs, data_type) -%}
  json_array({{ inputs | join(', ') }})
{%- endmacro %}

{% macro mysql__array_append(array, new_element) -%}
  json_array_append({{ array }}, '$', {{ new_element }})
{%- endmacro %}

{% macro mysql__array_concat(array_1, array_2) -%}
  json_merge_preserve({{ array_1 }}, {{ array_2 }})
{%- endmacro %}

{# Rows that the engine computed are told apart as it tells them: 'a' is not 'A' there, whatever the column's collation. #}
{% macro mysql__keys_match(expr1, expr2) %}
  {% set equal = equals(expr1, expr2) %}
  {{ return('(' ~ equal ~ " and (collation(" ~ expr1 ~ ") = 'binary' or binary " ~ expr1 ~ ' = binary ' ~ expr2 ~ '))' if dvt_route == 'federated' else equal) }}
{% endmacro %}

{% macro mysql__values_differ(expr1, expr2) %}
  {% set differ = expr1 ~ ' <> ' ~ expr2 %}
  {{ return('(' ~ differ ~ " or (collation(" ~ expr1 ~ ") <> 'binary' and binary " ~ expr1 ~ ' <> binary ' ~ expr2 ~ '))' if dvt_route == 'federated' else differ) }}
{% endmacro %}
