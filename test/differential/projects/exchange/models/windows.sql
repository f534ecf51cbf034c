select id from {{ ref("plain") }}
where id > 0
