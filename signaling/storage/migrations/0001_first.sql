create table agents (
  id uuid primary key,
  email text not null unique,
  name text not null,
  role text not null check (role in ('agent', 'manager', 'admin')),
  password_hash text not null
);

create table agent_logins (
  token_hash text primary key,
  agent_id uuid not null references agents (id) on delete cascade,
  expires_at bigint not null
);

create table sites (
  id uuid primary key,
  key text not null unique,
  name text not null,
  origins jsonb not null,
  policy jsonb not null,
  policy_version integer not null
);

create table customers (
  id uuid primary key,
  site_id uuid not null references sites (id),
  number integer generated always as identity (start with 4801)
);

create table conversations (
  id uuid primary key,
  site_id uuid not null references sites (id),
  customer_id uuid not null references customers (id),
  channel text not null,
  status text not null,
  owner_id uuid references agents (id),
  owner_has_written boolean not null,
  created_at bigint not null,
  agent_read_up_to bigint not null,
  customer_read_up_to bigint not null
);

create index conversations_by_customer on conversations (customer_id);

create unique index conversations_one_open on conversations (customer_id) where status <> 'closed';

create table entries (
  id bigint primary key generated always as identity,
  conversation_id uuid not null references conversations (id),
  at bigint not null,
  kind text not null,
  author text,
  author_name text,
  client_id uuid,
  text text,
  event text,
  session_id uuid,
  reason text,
  constraint entries_client_id unique (conversation_id, client_id)
);

create index entries_by_conversation on entries (conversation_id, id);

create table sessions (
  id uuid primary key,
  conversation_id uuid not null references conversations (id),
  agent_id uuid not null references agents (id),
  opened_at bigint not null,
  ended_at bigint,
  end_reason text
);

create unique index sessions_one_running on sessions (conversation_id) where ended_at is null;

create table session_facts (
  session_id uuid not null references sessions (id),
  writer text not null,
  term integer not null,
  seq integer not null,
  at bigint not null,
  body jsonb not null,
  primary key (session_id, writer, term, seq)
);
