const MINUTE = 60;
const HOUR = 3600;

/** Numbers, times and money in a language, all through `Intl`. */
export interface Format {
  number(value: number): string;
  /** A share from 0 to 1 as percent; rounds down, so that 100 % means all of it. */
  percent(share: number): string;
  kbps(value: number): string;
  bytes(value: number): string;
  /** Seconds as words: `2 h 5 min`, `40 s`. */
  duration(seconds: number): string;
  /** Seconds as a running clock: `1:02:03`. */
  clock(seconds: number): string;
  hours(seconds: number): string;
  dateTime(iso: string): string;
  date(iso: string): string;
  time(iso: string): string;
  relative(iso: string, now: number): string;
  money(minorUnits: number, currency: string): string;
  list(items: readonly string[]): string;
}

export function createFormat(language: string): Format {
  const number = new Intl.NumberFormat(language);
  const unit = (name: string, digits: number): Intl.NumberFormat =>
    new Intl.NumberFormat(language, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: digits,
    });
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const dateTime = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
  const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const units = { hour: unit('hour', 1), minute: unit('minute', 0), second: unit('second', 0) };
  return {
    number: (value) => number.format(value),
    percent: (share) => percent.format(Math.floor(share * 1000) / 1000),
    kbps: (value) =>
      value >= 1000
        ? `${new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value / 1000)} Mbps`
        : `${number.format(Math.round(value))} kbps`,
    bytes: (value) => bytesIn(unit, value),
    duration: (seconds) => durationIn(units, seconds),
    clock,
    hours: (seconds) => units.hour.format(seconds / HOUR),
    dateTime: (iso) => dateTime.format(new Date(iso)),
    date: (iso) => date.format(new Date(iso)),
    time: (iso) => time.format(new Date(iso)),
    relative: (iso, now) => relativeIn(relative, (Date.parse(iso) - now) / 1000),
    money: (minorUnits, currency) => {
      const money = new Intl.NumberFormat(language, { style: 'currency', currency });
      const digits = money.resolvedOptions().maximumFractionDigits ?? 2;
      return new Intl.NumberFormat(language, {
        style: 'currency',
        currency,
        minimumFractionDigits: minorUnits % 10 ** digits === 0 ? 0 : digits,
      }).format(minorUnits / 10 ** digits);
    },
    list: (items) => new Intl.ListFormat(language, { type: 'unit', style: 'short' }).format(items),
  };
}

/** Seconds as a running clock: `0:05`, `1:02:03`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(whole / HOUR);
  const rest = `${two(Math.floor((whole % HOUR) / MINUTE))}:${two(whole % MINUTE)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

function bytesIn(unit: (name: string, digits: number) => Intl.NumberFormat, value: number): string {
  const steps = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  const power = value < 1 ? 0 : Math.min(steps.length - 1, Math.floor(Math.log10(value) / 3));
  return unit(steps[power] ?? 'byte', power > 2 ? 2 : power > 1 ? 1 : 0).format(value / 1000 ** power);
}

function durationIn(units: Record<'hour' | 'minute' | 'second', Intl.NumberFormat>, value: number): string {
  const seconds = Math.max(0, Math.round(value));
  if (seconds < MINUTE) return units.second.format(seconds);
  const hours = Math.floor(seconds / HOUR);
  const minutes = Math.floor((seconds % HOUR) / MINUTE);
  if (hours === 0) {
    const rest = seconds % MINUTE;
    return rest === 0 || minutes >= 10
      ? units.minute.format(minutes)
      : `${units.minute.format(minutes)} ${units.second.format(rest)}`;
  }
  return minutes === 0
    ? units.hour.format(hours)
    : `${units.hour.format(hours)} ${units.minute.format(minutes)}`;
}

function relativeIn(format: Intl.RelativeTimeFormat, seconds: number): string {
  const distance = Math.abs(seconds);
  if (distance < MINUTE) return format.format(0, 'minute');
  if (distance < HOUR) return format.format(Math.round(seconds / MINUTE), 'minute');
  if (distance < 24 * HOUR) return format.format(Math.round(seconds / HOUR), 'hour');
  return format.format(Math.round(seconds / (24 * HOUR)), 'day');
}
