/** Tokens of requests: what they say, and whether a proxy takes them ({@code http/jwt_authn}). */
@NullMarked
package dev.windtunnel.proxy.jwt;

import org.jspecify.annotations.NullMarked;
