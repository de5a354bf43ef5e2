-- Who changed what of a site's settings, and when.
create table policy_changes (
  id bigint primary key generated always as identity,
  site_id uuid not null references sites (id) on delete cascade,
  agent_id uuid not null references agents (id),
  agent_name text not null,
  at bigint not null,
  version integer not null,
  changes jsonb not null
);

create index policy_changes_by_site on policy_changes (site_id, id);

-- How long the request of a session waits, as the site had it when the agent asked.
alter table sessions add column answer_within_ms integer not null default 60000;
