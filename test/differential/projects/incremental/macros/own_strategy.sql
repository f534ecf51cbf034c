{% macro get_incremental_only_larger_sql(arg_dict) %}
  {% do return(
    'insert into ' ~ arg_dict['target_relation'] ~ ' (' ~ get_quoted_csv(arg_dict['dest_columns'] | map(attribute='name')) ~ ')
     select * from ' ~ arg_dict['temp_relation'] ~ ' where ' ~ arg_dict['unique_key'] ~ ' > (select max(' ~ arg_dict['unique_key'] ~ ') from ' ~ arg_dict['target_relation'] ~ ')') %}
{% endmacro %}
