{{ config(
    materialized=('incremental' if var('size') == 'small' else 'table'),
    unique_key=['id'], tags="of_" ~ var('mark'), meta={'n': 1, 'list': [1, 2.5, none, true], 'neg': -3},
    alias='computed_' + 'alias', schema=target.schema if target.name == 'prod' else none, x=not true and 1 < 2, y=var('size') in ('a', 'small'),
    z=(1,), w='5' | int, v='a' 'b', u='xyz'[1:2], t=3 is odd, s=var(*['mark'], **{'default': 2})|default('n', true),
    r=1 + 2 * 3 - 4 // 5 % 6 ** 7 / 8, q='a' ~ 1 ~ none, p={'a': ['b', {'c': "it's"}]}, o=target.name.split('e')[0]
) }}
select id, {{ calls_another('id') }} as x from {{ ref('plain') }}
{% if is_incremental() %} where id > (select max(id) from {{ this }}){% endif %}
