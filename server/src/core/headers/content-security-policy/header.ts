import type { HeaderSpec } from '../../model/header-spec.ts';

export const header: HeaderSpec = {
  name: 'Content-Security-Policy',
  summary:
    'Says what a page may load and, with `frame-ancestors`, who may frame it. `frame-ancestors` has no fall-back: `default-src` does not cover framing.',
  reference:
    'https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Security-Policy/frame-ancestors',
  status: 'current',
  values: [
    { text: "frame-ancestors 'none'", doc: 'Nobody may frame this page; like X-Frame-Options: DENY.' },
    {
      text: "frame-ancestors 'self'",
      doc: 'Only the same origin may frame this page; like X-Frame-Options: SAMEORIGIN.',
    },
    {
      text: "frame-ancestors 'self' https://partner.example",
      doc: 'The same origin and the origins that are listed may frame this page.',
    },
  ],
};
