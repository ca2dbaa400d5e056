/** Tokens of an issuer (RFC 7519), verified with the keys that it publishes (RFC 7517). */
package dev.rivulet.gateway.identity.jwt;
