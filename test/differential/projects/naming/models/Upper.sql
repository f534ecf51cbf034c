select 1 as id, '{{ this.identifier }}' as me, '{{ this.schema }}' as place
