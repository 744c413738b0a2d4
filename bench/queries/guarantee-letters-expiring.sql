-- The facts of examples/questions/07-guarantee-letters-expiring.graphql as one hand-written statement, for bench/queries.ts.
-- $1 the last day counted, $2 how many letters, $3 the day
select json_agg(json_build_object('letterNo', letter_no, 'issuerName', issuer_name, 'amount', amount_fen, 'endsOn', ends_on,
         'isExpired', ends_on < $3::date, 'code', project_code, 'name', name, 'kind', kind, 'constructionStatus', construction_status)
         order by ends_on, id) as answer
  from (select l.*, p.name, p.kind, p.construction_status
          from banking.guarantee_letter l left join provincial.project p on p.project_code = l.project_code and not p.withdrawn
         where l.status = 'IN_FORCE' and l.ends_on <= $1::date and not l.withdrawn
         order by l.ends_on, l.id limit $2) page
