/** A main file on which no rule has anything to say. */
export const clean = `events {}
http {
    server {
        listen 80;
        add_header X-Frame-Options DENY always;
        root /srv;
    }
}
`;

/** One error, which a safe fix mends: then the file is `clean`. */
export const misspelled = clean.replace('X-Frame-Options', 'X-Frame-Option');
