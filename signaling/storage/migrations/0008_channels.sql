-- What a channel from elsewhere calls its customer.
alter table customers add column name text;
