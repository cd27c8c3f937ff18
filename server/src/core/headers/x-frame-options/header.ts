import type { HeaderSpec } from '../../model/header-spec.ts';

export const header: HeaderSpec = {
  name: 'X-Frame-Options',
  summary:
    'Says whether other pages may show this one in a frame. Browsers that find `frame-ancestors` in an enforced Content-Security-Policy do not look at it.',
  reference: 'https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-Frame-Options',
  status: 'current',
  values: [
    { text: 'DENY', doc: 'Nobody may frame this page, not even its own site.' },
    {
      text: 'SAMEORIGIN',
      doc: 'Only pages of the same scheme, host and port may frame this page, and so must all pages around them.',
    },
  ],
};
