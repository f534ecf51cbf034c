{{ config(materialized='counted', pre_hook="create table {{ this.schema }}.made_before as select 1 as id", post_hook="drop table {{ this.schema }}.made_before") }}
select * from {{ this.schema }}.made_before
