-- The facts of examples/questions/10-late-labour-cost-by-city.graphql as one hand-written statement, for bench/queries.ts.
-- $1 the month as YYYY-MM, $2 the day by which labour cost is due, $3 and $4 the span of the division's codes
with came as (
  select project_code, sum(amount_fen) as fen, sum(amount_fen) filter (where transferred_on > $2::date) as late_fen
    from banking.labour_cost_transfer where for_month = $1 and not withdrawn group by 1
),
has_account as (
  select distinct project_code from banking.special_wage_account where status = 'ACTIVE' and not withdrawn
),
cities as (
  select left(s.division_code, 4) || '00' as division, count(*) as projects, count(came.late_fen) as late,
         count(*) - count(came.fen) as without, coalesce(sum(came.fen), 0) as fen, coalesce(sum(came.late_fen), 0) as late_fen
    from came full join has_account using (project_code) join banking.project_scope s using (project_code)
   where s.division_code >= $3 and s.division_code < $4
   group by 1
)
select json_agg(json_build_object('division', division, 'projects', projects, 'lateProjects', late, 'projectsWithout', without,
         'received', fen, 'receivedLate', late_fen) order by late desc, without desc, division) as answer
  from cities
