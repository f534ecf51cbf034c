{# dbt-duckdb asks for the strategy where it needs one: projects build here once what they maintain elsewhere. #}
{% macro duckdb__check_incremental_strategy() %}
{% endmacro %}

{# dbt-duckdb's name of the table that is there. #}
{% macro duckdb__delete_insert_alias() %}
  {{ return('DBT_INCREMENTAL_TARGET') }}
{% endmacro %}

{# Columns are matched by name; the merge_* configs say what happens to rows that match and to those that do not. #}
{% macro duckdb__get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates=none) -%}
  {%- set returned = config.get('merge_returning_columns') -%}
  {%- set given = merge_clauses_of(config) -%}
  {{ sql_header() }}
  merge into {{ target }} as DBT_INTERNAL_DEST
  using {{ source }} as DBT_INTERNAL_SOURCE
  {{ merge_condition(unique_key, config.get('merge_on_using_columns'), incremental_predicates) }}
  {%- for clause in given['when_matched'] %}
  when matched{{ merge_when(clause) }} then {{ merge_action(clause, dest_columns) }}
  {%- endfor %}
  {%- for clause in given['when_not_matched'] %}
  when not matched{{ ' by ' ~ clause['by'] if clause.get('by') }}{{ merge_when(clause) }} then {{ merge_action(clause, dest_columns) }}
  {%- endfor %}
  {%- if returned %}
  returning {{ returned if returned is string else returned | join(', ') }}
  {%- endif %}
{%- endmacro %}

{% macro merge_condition(unique_key, using_columns, incremental_predicates) %}
  {%- set keyed = unique_key and not using_columns -%}
  {%- set conditions = [] -%}
  {%- for condition in condition_list(incremental_predicates) -%}
    {%- do conditions.append('(' ~ condition ~ ')') -%}
  {%- endfor -%}
  {%- for key in ([unique_key] if unique_key is string else unique_key or []) if keyed -%}
    {%- do conditions.append('(DBT_INTERNAL_SOURCE.' ~ key ~ ' = DBT_INTERNAL_DEST.' ~ key ~ ')') -%}
  {%- endfor -%}
  {%- if not unique_key and not using_columns -%}
    {%- do conditions.append('false') -%}
  {%- endif -%}
  {{ 'using (' ~ using_columns | join(', ') ~ ')' if using_columns }}
  {{ 'on ' ~ conditions | join(' and ') if conditions }}
{% endmacro %}

{# The clauses as `merge_clauses` has them, or those that the single configs come to. #}
{% macro merge_clauses_of(config) %}
  {% set given = config.get('merge_clauses') %}
  {% set simple = {
    'include': config.get('merge_update_columns') or [],
    'exclude': config.get('merge_exclude_columns') or [],
    'set_expressions': config.get('merge_update_set_expressions') or {}
  } %}
  {% set conditions = [config.get('merge_update_condition'), config.get('merge_insert_condition')] %}
  {% set some = simple['include'] or simple['exclude'] or simple['set_expressions'] %}
  {% if given is not none and given is not mapping %}
    {% do exceptions.raise_compiler_error('merge_clauses is a mapping with when_matched and when_not_matched; it is: ' ~ given) %}
  {% elif given is not none and not (given.get('when_matched') or given.get('when_not_matched')) %}
    {% do exceptions.raise_compiler_error('merge_clauses has neither when_matched nor when_not_matched.') %}
  {% elif given is not none and (some or conditions[0] or conditions[1]) %}
    {% do exceptions.raise_compiler_error('merge_clauses says all of a merge; remove the other merge_ configs.') %}
  {% endif %}
  {% set matched = {'action': 'update', 'mode': 'explicit' if some else 'by_name', 'condition': conditions[0], 'update': simple} %}
  {% set new = {'action': 'insert', 'mode': 'by_name', 'condition': conditions[1]} %}
  {{ return({
    'when_matched': (given or {}).get('when_matched') or [matched],
    'when_not_matched': (given or {}).get('when_not_matched') or [new]
  }) }}
{% endmacro %}

{% macro merge_when(clause) %}
  {%- set conditions = condition_list(clause.get('condition')) -%}
  {{ return(' and (' ~ conditions | join(') and (') ~ ')' if conditions else '') }}
{% endmacro %}

{% macro merge_action(clause, dest_columns) %}
  {%- set action = clause.get('action') -%}
  {%- set modes = {'by_name': ' by name', 'by_position': ' by position', 'star': ' *'} -%}
  {%- set mode = clause.get('mode') -%}
  {%- if action == 'do_nothing' -%}
    {{ return('do nothing') }}
  {%- elif action == 'error' -%}
    {%- set message = clause.get('error_message') -%}
    {{ return('error' ~ (' ' ~ dbt.string_literal(dbt.escape_single_quotes(message)) if message else '')) }}
  {%- elif action == 'update' and mode in modes -%}
    {{ return('update set *' if mode == 'star' else 'update' ~ modes[mode]) }}
  {%- elif action == 'update' -%}
    {{ return('update set ' ~ merge_assignments(clause, dest_columns) | join(', ')) }}
  {%- elif action == 'insert' and mode in modes -%}
    {{ return('insert' ~ modes[mode]) }}
  {%- elif action == 'insert' -%}
    {%- set given = clause.get('insert') or {} -%}
    {{ return('insert (' ~ (given.get('columns') or []) | join(', ') ~ ') values (' ~ (given.get('values') or []) | join(', ') ~ ')') }}
  {%- endif -%}
  {{ return(action) }}
{% endmacro %}

{# Expressions that are given, then the other columns as they come. #}
{% macro merge_assignments(clause, dest_columns) %}
  {%- set given = clause.get('update') or {} -%}
  {%- set expressions = given.get('set_expressions') or clause.get('set_expressions') or {} -%}
  {%- set assignments = [] -%}
  {%- for column, expression in expressions.items() -%}
    {%- do assignments.append(column ~ ' = ' ~ expression) -%}
  {%- endfor -%}
  {%- set columns = get_merge_update_columns(given.get('include') or none, given.get('exclude') or none, dest_columns) -%}
  {%- for column in columns if given and column | replace('"', '') not in expressions -%}
    {%- do assignments.append(column ~ ' = DBT_INTERNAL_SOURCE.' ~ column) -%}
  {%- endfor -%}
  {{ return(assignments) }}
{% endmacro %}
