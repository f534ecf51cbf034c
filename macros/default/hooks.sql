{# Hooks of nodes: statements before and after their materialization. #}

{# Those of the list that run inside of the transaction, or those that run outside of it. #}
{% macro run_hooks(hooks, inside_transaction=true) %}
  {% for hook in hooks if hook.get('transaction', true) == inside_transaction %}
    {% if not inside_transaction and loop.first %}
      {# What is open is published first: the statement shall stand by itself. #}
      {% do adapter.commit() %}
    {% endif %}
    {% set rendered = render(hook.get('sql')) | trim %}
    {% if rendered %}
      {% call statement(auto_begin=inside_transaction) %}
        {{ rendered }}
      {% endcall %}
    {% endif %}
  {% endfor %}
{% endmacro %}

{% macro make_hook_config(sql, inside_transaction) %}
  {{ tojson({'sql': sql, 'transaction': inside_transaction}) }}
{% endmacro %}

{% macro before_begin(sql) %}
  {{ make_hook_config(sql, inside_transaction=false) }}
{% endmacro %}

{% macro in_transaction(sql) %}
  {{ make_hook_config(sql, inside_transaction=true) }}
{% endmacro %}

{% macro after_commit(sql) %}
  {{ make_hook_config(sql, inside_transaction=false) }}
{% endmacro %}
