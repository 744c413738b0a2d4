import { numberOn, yuanOn } from '../../schema/province-profiles.ts';
import type { FaceAttendanceThresholds } from './rules/face-attendance.ts';

/** What a division's province says of attendance by face on a day (人脸识别考勤标准). */
export const thresholdsOn = (division: string, day: string): FaceAttendanceThresholds => ({
  floorAreaM2: numberOn(division, 'FACE_ATTENDANCE_FLOOR_AREA', day),
  costFen: yuanOn(division, 'FACE_ATTENDANCE_COST', day),
});

/** Whether a province says anything of it at all. */
export const hasThresholds = ({ floorAreaM2, costFen }: FaceAttendanceThresholds): boolean =>
  floorAreaM2 !== null || costFen !== null;
