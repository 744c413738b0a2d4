-- §6.10 of the 603号 interface leaves a training's workers optional: one whose source names nobody is on record without participants.
alter table human_resources.training
  drop constraint training_participants_count_check,
  add constraint training_participants_count_check check (participants_count >= 0);
