-- Bookings of one instant stand in the order of their serials (流水号), the latest first: the list of all of them in its own order, as before.
create index account_flow_latest_booked on banking.account_flow (occurred_at desc, lpad(serial_no, 18, '0') desc, id);
drop index banking.account_flow_latest;
