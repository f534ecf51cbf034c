{# Rows that come from nothing: numbers and dates. #}

{# The smallest power of two that reaches a number. #}
{% macro get_powers_of_two(upper_bound) %}
  {{ return(adapter.dispatch('get_powers_of_two', 'dbt')(upper_bound)) }}
{% endmacro %}

{% macro default__get_powers_of_two(upper_bound) %}
  {% if upper_bound <= 0 %}
    {{ exceptions.raise_compiler_error('A series has at least one row; its upper bound is ' ~ upper_bound ~ '.') }}
  {% endif %}
  {% for exponent in range(1, 100) if 2 ** exponent >= upper_bound %}
    {{ return(exponent) }}
  {% endfor %}
{% endmacro %}

{# The numbers from 1 to a bound, in the column generated_number. #}
{% macro generate_series(upper_bound) %}
  {{ return(adapter.dispatch('generate_series', 'dbt')(upper_bound)) }}
{% endmacro %}

{% macro default__generate_series(upper_bound) %}
  {%- set digits = dbt.get_powers_of_two(upper_bound) -%}
  with bits as (
    select 0 as bit union all select 1
  ),
  numbers as (
    select
      {% for digit in range(digits) %}bit_{{ digit }}.bit * {{ 2 ** digit }} + {% endfor %}1 as generated_number
    from {% for digit in range(digits) %}bits as bit_{{ digit }}{{ ' cross join ' if not loop.last }}{% endfor %}
  )
  select generated_number
  from numbers
  where generated_number <= {{ upper_bound }}
  order by generated_number
{% endmacro %}

{# How many steps of a datepart lie between two dates; asked of the database. #}
{% macro get_intervals_between(start_date, end_date, datepart) -%}
  {{ return(adapter.dispatch('get_intervals_between', 'dbt')(start_date, end_date, datepart)) }}
{%- endmacro %}

{% macro default__get_intervals_between(start_date, end_date, datepart) -%}
  {% call statement('get_intervals_between', fetch_result=true) %}
    select {{ dbt.datediff(start_date, end_date, datepart) }}
  {% endcall %}
  {% set rows = load_result('get_intervals_between')['data'] if execute else [] %}
  {{ return(rows[0][0] if rows else 1) }}
{%- endmacro %}

{# One row a step from one date to before another, in the column date_<datepart>. #}
{% macro date_spine(datepart, start_date, end_date) %}
  {{ return(adapter.dispatch('date_spine', 'dbt')(datepart, start_date, end_date)) }}
{% endmacro %}

{% macro default__date_spine(datepart, start_date, end_date) %}
  {%- set step = dbt.dateadd(datepart, '(row_number() over (order by 1) - 1)', start_date) %}
  with rawdata as (
    {{ dbt.generate_series(dbt.get_intervals_between(start_date, end_date, datepart)) }}
  ),
  all_periods as (
    select {{ step }} as date_{{ datepart }}
    from rawdata
  ),
  filtered as (
    select *
    from all_periods
    where date_{{ datepart }} <= {{ end_date }}
  )
  select * from filtered
{% endmacro %}
