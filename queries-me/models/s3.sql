-- Aggregate of one remote table.
SELECT
    l_returnflag,
    count(*) AS lines
FROM
    {{ source('pg', 'lineitem') }} lineitem
GROUP BY
    l_returnflag
ORDER BY
    l_returnflag