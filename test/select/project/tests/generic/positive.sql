{% test positive(model, column_name, more=0) %}select * from {{ model }} where {{ column_name }} < {{ more }}{% endtest %}
