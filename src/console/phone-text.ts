/** E.164 as people in Viet Nam read it: "+84900000027" → "0900 000 027". Others as they are. */
export function phoneText(e164: string): string {
  const national = e164.startsWith('+84') ? `0${e164.slice(3)}` : e164;
  return national.replace(/^(\d{4})(\d{3})(\d+)$/, '$1\u00A0$2\u00A0$3');
}
