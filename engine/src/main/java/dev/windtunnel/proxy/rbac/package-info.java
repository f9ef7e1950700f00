/** Who may ask what: Envoy's role based access control as istiod configures it from AuthorizationPolicies. */
@NullMarked
package dev.windtunnel.proxy.rbac;

import org.jspecify.annotations.NullMarked;
