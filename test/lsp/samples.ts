/** A whole nginx.conf around these blocks of `http`. */
export function mainFile(...blocks: readonly string[]): string {
  const inside = blocks.map((block) => block.replace(/^(?=.)/gm, '    ')).join('\n');
  return `events {}\n\nhttp {\n${inside}\n}\n`;
}

export const openServer = 'server {\n    listen 80;\n    root /srv/www;\n}';

export const safeServer =
  'server {\n    listen 80;\n    add_header X-Frame-Options "DENY" always;\n    root /srv/www;\n}';

/** Its location drops what the server sets. */
export const losingServer = `server {
    listen 80;
    add_header X-Frame-Options "DENY" always;
    location /api/ {
        add_header Cache-Control "no-store";
        proxy_pass http://127.0.0.1:8080;
    }
}`;

/** Two safe fixes lead to `safeServer`. */
export const sloppyServer = safeServer.replace('X-Frame-Options "DENY" always', 'X-Frame-Option "DENY"');
