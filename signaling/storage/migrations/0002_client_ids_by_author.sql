-- Each side makes the ids of its own messages; one that the other side used is another message.
alter table entries drop constraint entries_client_id;

alter table entries add constraint entries_client_id unique (conversation_id, author, client_id);
