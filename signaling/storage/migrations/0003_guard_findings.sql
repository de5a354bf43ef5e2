create table guard_findings (
  site_id uuid not null references sites (id),
  id text not null,
  kind text not null,
  path text not null,
  place text not null,
  count bigint not null,
  first_seen_at bigint not null,
  last_seen_at bigint not null,
  primary key (site_id, id)
);
