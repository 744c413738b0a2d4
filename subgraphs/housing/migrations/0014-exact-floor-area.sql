-- The permitted floor area to two decimals (建筑面积), where it has any; the whole square metres stay where they were.
-- Source: 603号 interface §6.2 buildingArea, decimal(18,2).
alter table housing.construction_permit
  add column floor_area_exact_m2 numeric
    check (trunc(floor_area_exact_m2) = floor_area_m2 and scale(floor_area_exact_m2) <= 2);
alter table housing.construction_permit_history
  add column floor_area_exact_m2 numeric;
