/** "06:21"; from an hour on "1:06:21". */
export function clockOf(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const rest = `${two(minutes)}:${two(whole % 60)}`;
  return hours === 0 ? rest : `${String(hours)}:${rest}`;
}

/** "38 phút", "2 giờ 5 phút", "3 ngày". */
export function minutesOf(seconds: number): string {
  const minutes = Math.max(0, Math.floor(seconds / 60));
  if (minutes < 60) return `${String(minutes)}\u00A0phút`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${String(Math.floor(hours / 24))}\u00A0ngày`;
  const rest = minutes % 60;
  return rest === 0 ? `${String(hours)}\u00A0giờ` : `${String(hours)}\u00A0giờ ${String(rest)}\u00A0phút`;
}

/** "81,5"; whole numbers without a comma. */
export function percentOf(percent: number): string {
  return percent.toLocaleString('vi-VN', { maximumFractionDigits: 1 });
}

/** By what colleagues call each other: the given name; with the word before it where two have the same. */
export function shortNames(
  people: readonly { readonly id: string; readonly name: string }[],
): ReadonlyMap<string, string> {
  const last = (name: string, words: number): string => name.trim().split(/\s+/).slice(-words).join(' ');
  const given = people.map(({ name }) => last(name, 1));
  return new Map(
    people.map(({ id, name }, index) => {
      const short = given[index] ?? name;
      return [id, given.filter((one) => one === short).length > 1 ? last(name, 2) : short];
    }),
  );
}

/** A number nobody in the room can read off: "••• ••• 027". */
export function maskedPhone(number: string): string {
  return `•••\u00A0•••\u00A0${number.slice(-3)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
