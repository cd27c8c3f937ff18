/** What is known of one header field: hover and completion read it. */
export interface HeaderSpec {
  /** In its usual spelling. */
  readonly name: string;
  readonly summary: string;
  /** A page that a person may read. */
  readonly reference: string;
  readonly status: 'current' | 'deprecated' | 'experimental';
  readonly values: readonly { readonly text: string; readonly doc: string }[];
}
