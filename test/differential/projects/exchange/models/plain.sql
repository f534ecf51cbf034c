-- a static model
{{ config(tags=['one', 'two'], meta={'owner': 'me'}, enabled=True) }}

select id, letter, at, 1 as one
from {{ ref('letters') }}   

