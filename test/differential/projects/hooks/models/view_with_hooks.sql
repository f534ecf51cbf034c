{{ config(pre_hook=before_begin("{{ note('outside', this.identifier) }}"), post_hook=after_commit("{{ note('committed', this.identifier) }}")) }}
select * from {{ ref('table_with_hooks') }}
