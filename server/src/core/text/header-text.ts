/** Whether a text holds what would end a line of a header: CR, LF or NUL (RFC 9110, section 5.5). */
export function endsHeaderLine(text: string): boolean {
  return text.includes('\r') || text.includes('\n') || text.includes('\0');
}
