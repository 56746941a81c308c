/** RFC 7519's `exp` less its `iat`. */
export const accessTokenSeconds = 15 * 60;
