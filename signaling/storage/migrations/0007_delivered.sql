-- How far the entries of a conversation have come to a browser of its customer.
alter table conversations add column delivered_up_to bigint not null default 0;
