-- The facts of examples/questions/14-one-person-two-sites.graphql as one hand-written statement, for bench/queries.ts.
-- $1 and $2 the span of the division's codes, $3 and $4 the edges of the months, $5 how many cases
with found as (
  select * from provincial.doubtful_data_case
   where kind_code = 'YD-01' and division_code >= $1 and division_code < $2 and not withdrawn
),
page as (
  select * from found order by issued_on desc, external_no, id limit $5
),
months as (
  select worker_id, project_code, to_char(day, 'YYYY-MM') as month, count(*) filter (where came_in) as days, sum(records) as records
    from (select worker_id, project_code, (occurred_at at time zone 'Asia/Shanghai')::date as day,
                 bool_or(direction = 'IN') as came_in, count(*) as records
            from provincial.attendance_record
           where worker_id in (select worker_id from page) and occurred_at >= $3 and occurred_at < $4 and not withdrawn
           group by 1, 2, 3) d
   group by 1, 2, 3
),
sites as (
  select worker_id, project_code, json_agg(json_build_object('month', month, 'days', days, 'records', records)) as months
    from months group by 1, 2
)
select json_build_object('totalCount', (select count(*) from found), 'nodes', (
  select json_agg(json_build_object('externalNo', c.external_no, 'state', c.state, 'issuedOn', c.issued_on, 'detail', c.detail,
           'code', c.project_code, 'project', p.name, 'worker', w.name, 'siteRecords', (
             select json_agg(json_build_object('projectCode', s.project_code, 'months', s.months) order by s.project_code)
               from sites s where s.worker_id = c.worker_id)) order by c.issued_on desc, c.external_no)
    from page c left join provincial.project p on p.project_code = c.project_code and not p.withdrawn
    left join provincial.migrant_worker w on w.worker_id = c.worker_id and not w.withdrawn)) as answer
