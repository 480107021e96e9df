/** What we use of libmime, which ships no types. */
declare module "libmime/lib/charset.js" {
  const charset: {
    /** Falls back to UTF-8 for a charset that it does not know. */
    decode(bytes: Buffer, charset: string): string;
    normalizeCharset(charset: string): string;
  };
  export default charset;
}
