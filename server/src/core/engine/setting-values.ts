/** Whether a text names a release as settings do: `1.29`, `4.3.5`. */
export function isVersion(text: string): boolean {
  return /^\d+\.\d+(\.\d+)?$/.test(text);
}

/** Whether a text can be the name of one Spring profile: not a list, and not an expression over several. */
export function isSpringProfile(text: string): boolean {
  return /^[^\s,&|!()]+$/.test(text);
}
