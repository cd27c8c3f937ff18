// One fault in a thousand places, or one line in force in a thousand: what is quick once must not be slow a thousand times.
import { checkCommand } from './support/command.ts';
import { locationsWith } from './support/sites.ts';

const XFO = 'add_header X-Frame-Options';
const faults: Readonly<Record<string, Parameters<typeof locationsWith>[1]>> = {
  'no policy': {},
  'two equal lines in http': { http: [`${XFO} DENY always;`, `${XFO} DENY always;`] },
  'two values in http': { http: [`${XFO} DENY always;`, `${XFO} SAMEORIGIN always;`] },
  'an invalid value in http': { http: [`${XFO} "ALLOW-FROM https://a.example" always;`] },
  'a value from a map': {
    http: ['map $uri $xfo { /a DENY; /b SAMEORIGIN; default ""; }'],
    location: [`${XFO} $xfo always;`],
  },
  'other security headers in http': {
    http: ['add_header X-Content-Type-Options nosniff;', 'add_header Referrer-Policy no-referrer;'],
    location: [`${XFO} DENY always;`],
  },
  'two equal lines in each': { location: [`${XFO} DENY always;`, `${XFO} DENY always;`] },
  'two values in each': { location: [`${XFO} DENY always;`, `${XFO} SAMEORIGIN always;`] },
  'an invalid value in each': { location: [`${XFO} "ALLOW-FROM https://a.example" always;`] },
  'a misspelled name in each': { location: ['add_header X-Frame-Option DENY always;'] },
  'successful answers only in each': { location: [`${XFO} DENY;`] },
  'on the request in each': { location: ['proxy_set_header X-Frame-Options DENY;'] },
  'hidden from the service in each': { location: ['proxy_hide_header X-Frame-Options;'] },
  'an unknown directive in each': { location: ['proxy_bufering off;'] },
  'a semicolon missing in each': { location: ['proxy_buffering off'] },
};

console.log('1,000 proxied locations, check --format json, processor time of a cold run:');
for (const [fault, lines] of Object.entries(faults)) {
  const { processorTime, stdout } = checkCommand(locationsWith(1000, lines), 'json');
  const found = stdout.match(/"rule":/g)?.length ?? 0;
  if (found === 0) throw new Error(`Nothing was found: ${fault}.`);
  console.log(`  ${fault.padEnd(34)}  ${processorTime.toFixed(0)} ms (findings: ${found})`);
}
