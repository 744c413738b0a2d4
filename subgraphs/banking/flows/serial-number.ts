/** The number that a booking's serial is (流水号), however the bank writes it: 3 and 0003 are one booking of an account. */
export const serialNumber = (serial: string): string =>
  /^\d+$/.test(serial) ? serial.replace(/^0+(?=\d)/, '') : serial;
