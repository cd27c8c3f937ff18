import { test } from 'node:test';
import { check } from '../../../../test/support/check.ts';

const rules = ['nginx-directive', 'nginx-syntax'];

test('a directive in the next line that server_name takes as a name', async () => {
  await check(
    `
server {
    listen 80;
    server_name example.com
    root /srv/www;
    ^^^^ nginx-directive: the ";" before it seems to be missing
}
`,
    { rules, path: 'conf.d/a.conf' },
  );
});

test('a list that goes on in deeper lines is a list', async () => {
  await check(
    `
server {
    listen 80;
    server_name example.com
                root
                www.example.com;
    gzip_types
        text/css
        text/plain;
}
`,
    { rules, path: 'conf.d/a.conf' },
  );
});

test('a word that is no directive here, or has too many words after it, is an argument', async () => {
  await check(
    `
server {
    listen 80;
    server_name a.example
    events
    root b c d;
}
`,
    { rules, path: 'conf.d/a.conf' },
  );
});
