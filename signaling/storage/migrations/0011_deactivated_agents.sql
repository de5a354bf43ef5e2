-- Since when an agent may not log in any more; what they did stays.
alter table agents add column deactivated_at bigint;
