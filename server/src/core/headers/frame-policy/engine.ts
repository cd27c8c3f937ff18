/** `spec` is what HTML, Fetch and CSP3 say; the others are what the browsers were measured to do. */
export type Engine = 'spec' | 'chromium' | 'firefox' | 'webkit';

export const engines: readonly Engine[] = ['spec', 'chromium', 'firefox', 'webkit'];
