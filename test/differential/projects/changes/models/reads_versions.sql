select a.id, b.letter from {{ ref('vers', v=1) }} a join {{ ref('vers') }} b on a.id = b.id
