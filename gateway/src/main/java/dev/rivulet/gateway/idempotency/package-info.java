/** Requests that may be sent again: the same key is the same turn, whichever gateways are asked. */
package dev.rivulet.gateway.idempotency;
