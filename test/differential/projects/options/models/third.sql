select count(*) as n, '{{ ref("second").schema }}' as place from {{ ref('second') }}
