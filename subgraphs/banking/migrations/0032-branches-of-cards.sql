-- 联行号 of the branch that issued a wage card (603号 interface §6.5 bankLinkNumber). Null where none is stated.
alter table banking.wage_card add column bank_link_no text;
alter table banking.wage_card_history add column bank_link_no text;
