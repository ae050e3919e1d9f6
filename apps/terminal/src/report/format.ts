/** Numbers for people. */

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** Formats 71681 as `71,681`. */
export function formatCount(value: number): string {
  return whole.format(value);
}

/** Formats `1 epoch`, `2 epochs`. @param many the plural if it does not end in s. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** Formats 0.1 as `10%`, as a person would type it. */
export function formatShare(share: number): string {
  return `${Number((100 * share).toPrecision(6))}%`;
}

/**
 * Formats nats: with two decimals below a thousand, so that columns are aligned; with an exponent from ten million on;
 * as `-` if there is no value.
 */
export function formatLoss(value: number | undefined): string {
  if (value === undefined) return '-';
  if (Math.abs(value) >= 1e7) return value.toExponential(2);
  return Math.abs(value) < 1000 ? value.toFixed(2) : whole.format(value);
}

/** Formats a learning rate or beta as briefly as possible: `0.001`, `3e-5`. */
export function formatScalar(value: number | undefined): string {
  if (value === undefined) return '-';
  if (value !== 0 && Math.abs(value) < 1e-3) return value.toExponential(1).replace('.0e', 'e');
  return String(Number(value.toPrecision(3)));
}

/** Formats seconds as `4:05` or `1:04:05`. */
export function formatDuration(seconds: number): string {
  const total = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [
    Math.floor(total / 3600),
    Math.floor(total / 60) % 60,
    total % 60,
  ];
  const tail = `${hours > 0 ? String(minutes).padStart(2, '0') : minutes}:${String(rest).padStart(2, '0')}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}

/** Formats bytes as `512 MB` or `1.2 GB` (powers of ten). */
export function formatBytes(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e6 ? `${Math.round(bytes / 1e6)} MB` : `${Math.round(bytes / 1e3)} kB`;
}

/** Formats an age in the largest unit that fits: `12 s`, `4 min`, `3 h`, `2 d`. */
export function formatAge(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds / 1000);
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86_400)} d`;
}
