-- What happened in sessions, for figures: stored with the fact that it follows from. `cause` is the
-- fact's writer, term and number, so that what is stored once is counted once.
create table session_events (
  session_id uuid not null references sessions (id) on delete cascade,
  event text not null,
  cause text not null,
  at bigint not null,
  primary key (session_id, event, cause)
);

create index session_events_by_time on session_events (event, at);

create index sessions_by_time on sessions (opened_at);

-- Cards and funnels that managers have composed.
create table insight_views (
  id uuid primary key,
  owner_id uuid not null references agents (id) on delete cascade,
  created_at bigint not null,
  is_shared boolean not null,
  definition jsonb not null
);
